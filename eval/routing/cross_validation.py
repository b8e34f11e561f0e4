"""Cross-validation by groups of authors: who wrote a message never helps to decide it."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import combinations

import numpy as np

from eval.routing.fitting import fit_agent_head, fit_heads, signals_of
from eval.routing.labelled import Example, forget_agents
from functions.orchestrate.signals import Signals
from functions.orchestrate.text_features import Array

SEED = 20261120

# More groups leave more to learn from, and take longer: their pairs are left out too.
GROUPS = 4

# For each set of groups that a model never saw, the signals it reads in their messages, by place in the examples.
Unseen = dict[frozenset[int], dict[int, Signals]]


def groups_of(examples: Sequence[Example]) -> list[int]:
    """Return the group of each example's author."""
    place = {author: i % GROUPS for i, author in enumerate(sorted({one.author for one in examples}))}
    return [place[one.author] for one in examples]


def read_unseen(examples: Sequence[Example]) -> Unseen:
    """Return the signals of each message, read by heads that never saw its group, nor one other."""
    left_out = [*combinations(range(GROUPS), 1), *combinations(range(GROUPS), 2)]
    with ProcessPoolExecutor() as processes:
        found = processes.map(partial(_read_without, list(examples)), left_out)
        return dict(zip(map(frozenset, left_out), found, strict=True))


def _read_without(examples: list[Example], left_out: tuple[int, ...]) -> dict[int, Signals]:
    read, groups = forget_agents(examples, SEED), groups_of(examples)
    places = [i for i, group in enumerate(groups) if group in left_out]
    model = fit_heads([one for one, group in zip(examples, groups, strict=True) if group not in left_out])
    print("read without groups", *left_out, flush=True)
    return dict(zip(places, signals_of(model, [read[i] for i in places]), strict=True))


def signals_for_training(examples: Sequence[Example], unseen: Unseen) -> Array:
    """Return what the agent head is fitted on: each message as heads without its author read it."""
    return np.array([unseen[frozenset({group})][i].features for i, group in enumerate(groups_of(examples))])


def judge_unseen(examples: Sequence[Example], unseen: Unseen) -> tuple[Array, list[Signals]]:
    """Return the agents' log-odds and the signals of each message, from models that never saw its author."""
    scores, groups = np.zeros((len(examples), 3)), groups_of(examples)
    for group in range(GROUPS):
        known = [i for i, other in enumerate(groups) if other != group]
        features = [unseen[frozenset({group, groups[i]})][i].features for i in known]
        head = fit_agent_head(np.array(features), [examples[i].agent for i in known])
        for i, signals in unseen[frozenset({group})].items():
            scores[i] = head.scores(signals.features)
    return scores, [unseen[frozenset({group})][i] for i, group in enumerate(groups)]
