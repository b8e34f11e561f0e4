"""Which reranked passages are quoted, and in which order."""

from collections.abc import Sequence

from functions.rag.search import Candidate

# Beside a passage that surely answers, others may be less sure: they complete it.
COMPANION_PART = 0.3

# A candidate and its relevance.
Scored = tuple[Candidate, float]


def relevant(scored: Sequence[Scored], floor: float) -> list[Scored]:
    """Return the passages worth quoting, best first, none if even the best is under the floor.

    A person's wishes (priority, relevance_score) lift a passage among the relevant ones; they make none relevant.
    """
    if max((score for _, score in scored), default=0.0) < floor:
        return []
    kept = [(candidate, score) for candidate, score in scored if score >= floor * COMPANION_PART]
    return _documents_in_turn(sorted(kept, key=lambda one: one[1] * one[0].boost, reverse=True))


def _documents_in_turn(ordered: Sequence[Scored]) -> list[Scored]:
    """Return the best passage of each document before the second of any: three places then hold three chances."""
    first = {candidate.document_id: candidate.id for candidate, _ in reversed(ordered)}
    return sorted(ordered, key=lambda one: first[one[0].document_id] != one[0].id)
