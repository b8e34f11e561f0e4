"""Which questions ask for the same knowledge."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from functions.desk.models import Agent, Gap, GapReason
from functions.shared.local_embedding import embed_text

# Cosine with the mean of a group. On the demo questions 0.4 keeps « tva stp ?? » with « Comment déclarer la TVA ? » and
# two different questions about reels apart; 0.3 makes one group of everything that says « page ».
MIN_SIMILARITY = 0.4


@dataclass(frozen=True)
class Group:
    """Questions about one thing."""

    gaps: Sequence[Gap]
    """Newest first."""
    title: str
    """The most typical of the questions, in the visitor's words."""

    @property
    def reasons(self) -> list[GapReason]:
        """Return why these questions are here, without repetition."""
        return list(dict.fromkeys(reason for gap in self.gaps for reason in gap.reasons))

    @property
    def agents(self) -> list[Agent]:
        """Return who answered, without repetition."""
        return list(dict.fromkeys(gap.agent for gap in self.gaps if gap.agent))


def group_gaps(gaps: Sequence[Gap]) -> list[Group]:
    """Return the gaps in groups of similar questions, the largest first, then the one asked last."""
    vectors = np.array([embed_text(gap.question) for gap in gaps])
    members = _assign(vectors)
    groups = [Group([gaps[i] for i in group], gaps[_most_typical(vectors, group)].question) for group in members]
    return sorted(groups, key=lambda group: -len(group.gaps))


def _assign(vectors: NDArray[np.float64]) -> list[list[int]]:
    groups: list[list[int]] = []
    sums: list[NDArray[np.float64]] = []
    for index, vector in enumerate(vectors):
        similarities = [float(vector @ total / np.linalg.norm(total)) for total in sums]
        best = max(range(len(sums)), key=similarities.__getitem__, default=-1)
        if best >= 0 and similarities[best] >= MIN_SIMILARITY:
            groups[best].append(index)
            sums[best] = sums[best] + vector
        else:
            groups.append([index])
            sums.append(vector)
    return groups


def _most_typical(vectors: NDArray[np.float64], group: list[int]) -> int:
    total = vectors[group].sum(axis=0)
    return max(group, key=lambda index: float(vectors[index] @ total))
