"""Which reranked passages are quoted, and in which order."""

from collections.abc import Sequence

from functions.rag.search import Candidate

# Beside a passage that surely answers, others may be less sure: they complete it.
COMPANION_PART = 0.3


def relevant(scored: Sequence[tuple[Candidate, float]], floor: float) -> list[tuple[Candidate, float]]:
    """Return the passages worth quoting, best first, none if even the best is under the floor.

    A person's wishes (priority, relevance_score) lift a passage among the relevant ones; they make none relevant.
    """
    if max((score for _, score in scored), default=0.0) < floor:
        return []
    kept = [(candidate, score) for candidate, score in scored if score >= floor * COMPANION_PART]
    return sorted(kept, key=lambda one: one[1] * one[0].boost, reverse=True)
