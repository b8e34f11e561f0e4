"""A passage read once, for every question that will be compared with it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from functions.shared.lexicon import content_words, find_families

MIN_LETTERS = 4


@dataclass(frozen=True)
class Reading:
    """What a passage holds; its first line is its heading path."""

    count: Mapping[str, int]
    places: Mapping[str, list[int]]
    written: frozenset[str]
    """Its words of four letters or more, for the comparison with mistyped ones."""
    families: frozenset[int]
    heading: frozenset[str]
    heading_families: frozenset[int]
    length: int


@lru_cache(maxsize=4_000)
def read(passage: str) -> Reading:
    """Return what a passage holds."""
    found = content_words(passage)
    sequence = [stemmed for _, stemmed in found]
    heading = [stemmed for _, stemmed in content_words(passage.partition("\n")[0])]
    places: dict[str, list[int]] = {}
    for position, stemmed in enumerate(sequence):
        places.setdefault(stemmed, []).append(position)
    return Reading(
        count=Counter(sequence),
        places=places,
        written=frozenset(word for word, _ in found if len(word) >= MIN_LETTERS),
        families=frozenset(one.family for one in find_families(sequence)),
        heading=frozenset(heading),
        heading_families=frozenset(one.family for one in find_families(heading)),
        length=len(sequence),
    )
