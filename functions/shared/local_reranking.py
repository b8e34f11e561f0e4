"""The offline stand-in of the reranker: how much of the question's meaning a passage covers.

Each stem of the question counts by its rarity among the candidates (the BM25 idf of Robertson and Zaragoza, 2009);
a stem that is missing can be covered in part by the most similar word of the passage (trigram overlap), which
forgives typing errors.
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from functions.shared.text import stems

SATURATION = 1.2
SOFT_MATCH_FLOOR = 0.5


def score_passages(query: str, passages: Sequence[str]) -> list[float]:
    """Return one relevance per passage, 0 to 1, in the order given."""
    wanted = list(dict.fromkeys(stems(query)))
    bags = [Counter(stems(passage)) for passage in passages]
    if not wanted:
        return [0.0] * len(bags)
    rarity = {word: _idf(sum(word in bag for bag in bags), len(bags)) for word in wanted}
    total = sum(rarity.values())
    return [round(sum(rarity[word] * _cover(word, bag) for word in wanted) / total, 4) for bag in bags]


def _idf(found_in: int, among: int) -> float:
    return math.log(1 + (among - found_in + 0.5) / (found_in + 0.5)) + 0.5


def _cover(word: str, bag: Counter[str]) -> float:
    count = bag.get(word, 0)
    if count:
        return (1 + SATURATION) * count / (count + SATURATION) / (1 + SATURATION)
    closest = max((_overlap(word, other) for other in bag if other[:1] == word[:1]), default=0.0)
    return 0.5 * closest if closest >= SOFT_MATCH_FLOOR else 0.0


@lru_cache(maxsize=100_000)
def _overlap(one: str, other: str) -> float:
    a, b = _trigrams(one), _trigrams(other)
    return len(a & b) / len(a | b)


def _trigrams(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
