"""Cross-validation by author: who wrote a message never helps to decide it."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from eval.routing.fitting import fit_agent_head, fit_heads, signals_of
from eval.routing.labelled import Example, forget_agents
from functions.orchestrate.signals import Signals
from functions.orchestrate.text_features import Array

SEED = 20261120

# For each set of authors that a model never saw, the signals it reads in their messages, by place in the examples.
Unseen = dict[frozenset[str], dict[int, Signals]]


def read_unseen(examples: Sequence[Example]) -> Unseen:
    """Return the signals of each message, read by heads that never saw its author, nor one other."""
    read = forget_agents(list(examples), SEED)
    authors = sorted({one.author for one in examples})
    found: Unseen = {}
    for left_out in [*combinations(authors, 1), *combinations(authors, 2)]:
        places = [i for i, one in enumerate(examples) if one.author in left_out]
        model = fit_heads([one for one in examples if one.author not in left_out])
        found[frozenset(left_out)] = dict(zip(places, signals_of(model, [read[i] for i in places]), strict=True))
        print("read without", *left_out, flush=True)
    return found


def signals_for_training(examples: Sequence[Example], unseen: Unseen) -> Array:
    """Return what the agent head is fitted on: each message as heads without its author read it."""
    return np.array([unseen[frozenset({one.author})][i].features for i, one in enumerate(examples)])


def judge_unseen(examples: Sequence[Example], unseen: Unseen) -> tuple[Array, list[Signals]]:
    """Return the agents' log-odds and the signals of each message, from models that never saw its author."""
    scores = np.zeros((len(examples), 3))
    for author in sorted({one.author for one in examples}):
        known = [i for i, one in enumerate(examples) if one.author != author]
        features = [unseen[frozenset({author, examples[i].author})][i].features for i in known]
        head = fit_agent_head(np.array(features), [examples[i].agent for i in known])
        for i, signals in unseen[frozenset({author})].items():
            scores[i] = head.scores(signals.features)
    return scores, [unseen[frozenset({one.author})][i] for i, one in enumerate(examples)]
