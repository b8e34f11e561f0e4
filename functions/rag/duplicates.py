"""Which candidates say the same thing twice."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from functions.shared.text import words

SHINGLE = 3
SAME_PART = 0.7

T = TypeVar("T")


def without_near_duplicates(items: Sequence[T], text_of: Callable[[T], str]) -> list[T]:
    """Return the items in order, without those that share most runs of three words with an earlier one."""
    kept: list[tuple[T, set[tuple[str, ...]]]] = []
    for item in items:
        shingles = _shingles(text_of(item))
        if not any(_overlap(shingles, earlier) >= SAME_PART for _, earlier in kept):
            kept.append((item, shingles))
    return [item for item, _ in kept]


def _shingles(text: str) -> set[tuple[str, ...]]:
    sequence = words(text)
    return {tuple(sequence[start : start + SHINGLE]) for start in range(max(1, len(sequence) - SHINGLE + 1))}


def _overlap(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """Return the part of the smaller set that the other holds too: a passage inside a longer one is a duplicate."""
    return len(one & other) / min(len(one), len(other))
