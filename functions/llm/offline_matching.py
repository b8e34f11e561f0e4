"""How much of a question a text covers: shared stems, rarer ones first, spelling mistakes forgiven in part.

Not the local reranker: a change in how passages are ranked may not change what counts as an answer.
"""

import math
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from functions.shared.text import stems

# A word that is almost the question's word counts this much; shorter words are too easily alike.
CLOSE_WEIGHT = 0.6
# A word that no text has may be a typing error or small talk: it counts about as much as a word that every text has.
ABSENT_WEIGHT = 0.6
CLOSE_RATIO = 0.8
SHORTEST_CLOSE = 5


def coverage(question: str, texts: Sequence[str]) -> list[float]:
    """Return one share per text, 0 to 1, in the order given; 0 where the question has no word that carries meaning."""
    wanted = list(dict.fromkeys(stems(question)))
    bags = [frozenset(stems(text)) for text in texts]
    weights = {word: _rarity(sum(word in bag for bag in bags), len(bags)) for word in wanted}
    total = sum(weights.values()) or 1.0
    return [round(sum(weight * _cover(word, bag) for word, weight in weights.items()) / total, 4) for bag in bags]


def _rarity(found_in: int, among: int) -> float:
    if found_in == 0:
        return ABSENT_WEIGHT
    # The idf of BM25, with a floor so that a word of every passage still counts.
    return math.log(1 + (among - found_in + 0.5) / (found_in + 0.5)) + 0.5


def _cover(word: str, bag: frozenset[str]) -> float:
    if word in bag:
        return 1.0
    return CLOSE_WEIGHT if any(_is_close(word, other) for other in bag) else 0.0


@lru_cache(maxsize=100_000)
def _is_close(word: str, other: str) -> bool:
    if min(len(word), len(other)) < SHORTEST_CLOSE or word[0] != other[0]:
        return False
    return SequenceMatcher(None, word, other).ratio() >= CLOSE_RATIO
