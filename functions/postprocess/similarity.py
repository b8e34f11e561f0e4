"""How alike two short messages are, from 0 to 1: shared stems, pieces of words, and the local embedding."""

from functools import lru_cache

from functions.shared.local_embedding import Vector, unit_vector
from functions.shared.text import stems, words

MIN_STEMS = 3  # a one-word answer is like many others by chance


def similarity(one: str, other: str) -> float:
    """Return the mean of three likenesses: stems covered, trigrams shared (Dice, 1945), cosine of the embeddings."""
    return (_covered(one, other) + _dice(_trigrams(one), _trigrams(other)) + _cosine(one, other)) / 3


def _covered(one: str, other: str) -> float:
    a, b = stems_of(one), stems_of(other)
    return len(a & b) / max(MIN_STEMS, min(len(a), len(b)))


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _cosine(one: str, other: str) -> float:
    return max(0.0, float(_vector(one) @ _vector(other)))


@lru_cache(maxsize=2_000)
def stems_of(text: str) -> frozenset[str]:
    """Return the different stems of a text."""
    return frozenset(stems(text))


@lru_cache(maxsize=2_000)
def _trigrams(text: str) -> frozenset[str]:
    padded = "^".join(["", *words(text), ""])
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


@lru_cache(maxsize=2_000)
def _vector(text: str) -> Vector:
    return unit_vector(text)
