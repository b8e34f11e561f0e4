"""A memory of words that a visitor cannot fill: bounded by its entries and by the length of each."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

# Letters: a message may be one word of 4,000, and what is known of it can take hundreds of kilobytes.
LONGEST_KEPT = 20
# Longer words that are remembered nevertheless: those of the message at hand, asked for several times in a row.
LONG_WORDS_KEPT = 8

T = TypeVar("T")


def cache_words(entries: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Return a decorator that remembers what a function says of `entries` words, and of the last few long ones."""

    def decorate(compute: Callable[[str], T]) -> Callable[[str], T]:
        kept, briefly = lru_cache(maxsize=entries)(compute), lru_cache(maxsize=LONG_WORDS_KEPT)(compute)

        @wraps(compute)
        def say(word: str) -> T:
            return kept(word) if len(word) <= LONGEST_KEPT else briefly(word)

        return say

    return decorate
