"""How common words are in the knowledge that one expert can see, and in what only the other one can."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from functions.shared.word_forms import root

COMMON_WEIGHT = 0.15


@dataclass(frozen=True)
class WordCounts:
    """Numbers of passages, in all and by stem; `elsewhere` is what this expert may not see: counts, never text."""

    passages: int
    found_in: Mapping[str, int]
    elsewhere: int = 0
    found_elsewhere: Mapping[str, int] = field(default_factory=dict[str, int])

    def weight(self, found_in: float) -> float:
        """Return the weight of what so many passages hold, whatever the size of the base: 1 for what none holds.

        BM25's idf (Robertson and Zaragoza, 2009) over its greatest value; a word of every passage keeps a little.
        """
        found = min(found_in, self.passages)
        idf = math.log(1 + (self.passages - found + 0.5) / (found + 0.5))
        return max(idf / math.log(1 + (self.passages + 0.5) / 0.5), COMMON_WEIGHT)

    def with_passages(self, stems_by_passage: Iterable[Iterable[str]]) -> "WordCounts":
        """Return the counts, at least those of these passages: the database takes "systeme.io" for one word."""
        seen = counts_of(stems_by_passage).found_in
        missing = {one: count for one, count in seen.items() if not self.found_in.get(one)}
        return replace(self, found_in={**self.found_in, **missing})

    def belongs_here(self, *stems: str) -> float:
        """Return the log of how much likelier a passage here holds one of the stems than one elsewhere."""
        here = sum(self.found_in.get(one, 0) for one in stems)
        there = sum(self.found_elsewhere.get(one, 0) for one in stems)
        if not self.elsewhere or not here + there:
            return 0.0
        likely_here = (here + 0.5) / (self.passages + 1)
        likely_there = (there + 0.5) / (self.elsewhere + 1)
        return math.log(likely_here / likely_there)


def counts_by_stem(by_word: Mapping[str, tuple[int, int]]) -> WordCounts:
    """Return the counts that the database gave by word; the empty word counts all passages."""
    passages, elsewhere = by_word.get("", (0, 0))
    here: dict[str, int] = {}
    there: dict[str, int] = {}
    for word, (mine, theirs) in by_word.items():
        if word:
            here[root(word)] = max(mine, here.get(root(word), 0))
            there[root(word)] = max(theirs, there.get(root(word), 0))
    return WordCounts(passages, here, elsewhere, there)


def counts_of(stems_by_passage: Iterable[Iterable[str]]) -> WordCounts:
    """Return the counts of some passages alone, given the stems of each."""
    bags = [set(stems) for stems in stems_by_passage]
    return WordCounts(len(bags), Counter(one for bag in bags for one in bag))
