"""Cross-validation by author: who wrote a message never helps to decide it."""

from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import LeaveOneGroupOut

from eval.routing.fitting import fit_agent_head, fit_heads, signals_of
from eval.routing.labelled import Example, forget_agents
from functions.orchestrate.text_features import Array

SEED = 20261120


def signals_unseen(examples: Sequence[Example]) -> Array:
    """Return the signals of each example, read by heads that never saw its author."""
    authors = np.array([one.author for one in examples])
    read = forget_agents(list(examples), SEED)
    rows: dict[int, Array] = {}
    for known, unseen in LeaveOneGroupOut().split(authors, groups=authors):
        model = fit_heads([examples[i] for i in known])
        rows.update(zip(unseen, signals_of(model, [read[i] for i in unseen]), strict=True))
    return np.array([rows[i] for i in range(len(examples))])


def scores_unseen(examples: Sequence[Example]) -> Array:
    """Return the agents' log-odds of each example, by models that never saw its author; heads and agent head alike."""
    authors = np.array([one.author for one in examples])
    read = forget_agents(list(examples), SEED)
    rows: dict[int, Array] = {}
    for known, unseen in LeaveOneGroupOut().split(authors, groups=authors):
        train = [examples[i] for i in known]
        agent_head = fit_agent_head(signals_unseen(train), [one.agent for one in train])
        signals = signals_of(fit_heads(train), [read[i] for i in unseen])
        rows.update(zip(unseen, agent_head.scores(signals), strict=True))
        print("cross-validated", authors[unseen[0]], len(unseen), flush=True)
    return np.array([rows[i] for i in range(len(examples))])
