"""What a question asks for, piece by piece: the units that a passage has to cover, each with its weight.

A unit is a word, or an expression of the lexicon ("poser un lapin"). Its weight is its rarity in the expert's base, less
for everyday words. A word that neither the base nor the lists know is taken for its closest neighbour in the lists,
because visitors type fast.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from functions.shared.lexicon import everyday_stems, families, family_words, find_families
from functions.shared.spelling import closeness
from functions.shared.text import STOP_WORDS, stem, words
from functions.shared.word_counts import WordCounts

EVERYDAY_WEIGHT = 0.6
SURE_CORRECTION = 0.84

# A word as typed, without accents, and its stem.
Word = tuple[str, str]


@dataclass(frozen=True)
class Unit:
    """One thing the question asks for."""

    word: str
    stems: tuple[str, ...]
    families: frozenset[int]
    weight: float
    family_weight: float
    """What it is worth to hold another expression of the same family."""
    is_unknown: bool
    """Neither the base nor the lists know the word."""
    belongs_here: float
    """Log-likelihood that it is asked of this expert rather than of the other; 0 is undecided."""


def content_words(text: str) -> list[Word]:
    """Return the words that carry meaning, in order."""
    kept = (word for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()))
    return [(word, stem(word)) for word in kept]


def words_to_count(question: str) -> list[str]:
    """Return every word whose number of passages matters for a question: its own and those of its families."""
    typed = [(word, stemmed) for word, stemmed in map(_corrected_by_lists, content_words(question))]
    found = find_families([stemmed for _, stemmed in typed])
    related = {word for one in found for word in family_words()[one.family]}
    return sorted({word for word, _ in content_words(question)} | {word for word, _ in typed} | related)


def question_units(question: str, counts: WordCounts) -> list[Unit]:
    """Return what a passage has to cover, in the order of the question, each thing once."""
    typed = [_corrected(word, counts) for word in content_words(question)]
    meant = [word for word in typed if word[0] not in STOP_WORDS]
    found = find_families([stemmed for _, stemmed in meant])
    units: dict[tuple[str, ...], Unit] = {}
    position = 0
    while position < len(meant):
        length = max((one.length for one in found if one.start == position), default=1)
        here = frozenset(one.family for one in found if (one.start, one.length) == (position, length))
        unit = _unit(meant[position : position + length], here, counts)
        units.setdefault(unit.stems, unit)
        position += length
    return list(units.values())


def _corrected(word: Word, counts: WordCounts) -> Word:
    return word if counts.found_in.get(word[1]) else _corrected_by_lists(word)


def _corrected_by_lists(word: Word) -> Word:
    """Return the word that was meant: maybe a small word in disguise, which does not count."""
    written, stemmed = word
    meant = None if _is_listed(stemmed) else _closest_listed_word(written)
    return (meant, stem(meant)) if meant else word


def _is_listed(stemmed: str) -> bool:
    return stemmed in everyday_stems() or stemmed in _lexicon_stems()


@lru_cache(maxsize=10_000)
def _closest_listed_word(written: str) -> str | None:
    likely = max(_listed_words(), key=lambda listed: (closeness(written, listed), listed))
    return likely if closeness(written, likely) >= SURE_CORRECTION else None


@cache
def _listed_words() -> tuple[str, ...]:
    return tuple(sorted({word for family in family_words() for word in family} | STOP_WORDS))


@cache
def _lexicon_stems() -> frozenset[str]:
    return frozenset(one[0] for family in families() for one in family if len(one) == 1)


def _unit(typed: Sequence[Word], belongs: frozenset[int], counts: WordCounts) -> Unit:
    stems = tuple(stemmed for _, stemmed in typed)
    family_weight = max((counts.idf(_family_count(family, counts)) for family in belongs), default=0.0)
    weight = max(counts.idf(counts.found_in.get(one, 0)) for one in stems)
    alone = len(stems) == 1
    if not alone:
        weight = min(weight, family_weight)
    elif stems[0] in everyday_stems():
        weight *= EVERYDAY_WEIGHT
    return Unit(
        word=typed[0][0],
        stems=stems,
        families=belongs,
        weight=weight,
        family_weight=min(family_weight, weight),
        is_unknown=alone and not counts.found_in.get(stems[0]) and not _is_listed(stems[0]),
        belongs_here=sum(counts.belongs_here(one) for one in stems) * min(1.0, weight / 2),
    )


def _family_count(family: int, counts: WordCounts) -> float:
    """Estimate in how many passages any word of a family occurs, as if its words were independent."""
    absent = 1.0
    for one in {stem(word) for word in family_words()[family]}:
        absent *= 1 - min(1.0, counts.found_in.get(one, 0) / max(1, counts.passages))
    return counts.passages * (1 - absent)
