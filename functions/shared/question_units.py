"""What a question asks for, piece by piece: the units that a passage has to cover, each with its weight.

A unit is a word with the families of meaning it belongs to here ("lapin" in "poser un lapin"). Its weight is its rarity
in the expert's base, less for everyday words. A word that neither the base nor the lists know is taken for its closest
neighbour in the lists, because visitors type fast.
"""

import re
from dataclasses import dataclass
from functools import cache

from functions.shared.lexicon import Word, content_words, everyday_roots, families, family_words, find_families
from functions.shared.spelling import closest
from functions.shared.text import STOP_WORDS, words
from functions.shared.word_cache import cache_words
from functions.shared.word_counts import WordCounts
from functions.shared.word_forms import root, written_forms

EVERYDAY_WEIGHT = 0.6
FULL_SAY = 0.4  # weight from which a word has its full say on whose question it is
SURE_CORRECTION = 0.84

# Distinct words of a question that are weighed, the first ones; the longest labelled question has 17. An unknown word
# is compared with every word of every candidate: 4,000 characters of them took seconds, with nobody else served.
MOST_WORDS = 60

MIN_LETTERS = 4
# A capital letter that does not begin a sentence, or a second capital.
NAME = re.compile(r"(?<=[\w,;:)»’'] )[A-ZÀ-Þ][\w.]+|\b[A-ZÀ-Þ]{2,}\b")


@dataclass(frozen=True)
class Unit:
    """One thing the question asks for."""

    word: str
    stem: str
    families: frozenset[int]
    weight: float
    family_weight: float
    """What it is worth to hold another expression of the same family."""
    is_unknown: bool
    """Neither the base nor the lists know the word."""
    is_name: bool
    """It is unknown and written like a name: a product, a firm, an abbreviation."""
    belongs_here: float
    """Log-likelihood that it is asked of this expert rather than of the other; 0 is undecided."""


def words_to_count(question: str) -> list[str]:
    """Return every word whose number of passages matters for a question: its own and those of its families."""
    asked = _first_words(question)
    typed = [_corrected_by_lists(word) for word in asked]
    found = find_families([stemmed for _, stemmed in typed])
    related = {word for one in found for word in family_words()[one.family]}
    own = {form for word, _ in (*asked, *typed) for form in written_forms(word)}
    return sorted(own | related)


def question_units(question: str, counts: WordCounts) -> list[Unit]:
    """Return what a passage has to cover, in the order of the question, each thing once."""
    typed = [_corrected(word, counts) for word in _first_words(question)]
    meant = [word for word in typed if word[0] not in STOP_WORDS]
    belongs: dict[str, set[int]] = {stemmed: set() for _, stemmed in meant}
    for found in find_families([stemmed for _, stemmed in meant]):
        for _, stemmed in meant[found.start : found.start + found.length]:
            belongs[stemmed].add(found.family)
    first = {stemmed: word for word, stemmed in reversed(meant)}
    names = {word for name in NAME.findall(question) for word in words(name)}
    return [_unit((first[one], one), frozenset(of), counts, first[one] in names) for one, of in belongs.items()]


def _first_words(question: str) -> list[Word]:
    """Return the words of a question in order, up to the first that would be one more than `MOST_WORDS` roots."""
    found = content_words(question)
    roots = list(dict.fromkeys(stemmed for _, stemmed in found))
    if len(roots) <= MOST_WORDS:
        return found
    return found[: [stemmed for _, stemmed in found].index(roots[MOST_WORDS])]


def _corrected(word: Word, counts: WordCounts) -> Word:
    return word if counts.found_in.get(word[1]) else _corrected_by_lists(word)


def _corrected_by_lists(word: Word) -> Word:
    """Return the word that was meant: maybe a small word in disguise, which does not count."""
    written, stemmed = word
    meant = None if _is_listed(stemmed) else _closest_listed_word(written)
    return (meant, root(meant)) if meant else word


def _is_listed(stemmed: str) -> bool:
    return stemmed in everyday_roots() or stemmed in _lexicon_stems()


@cache_words(10_000)
def _closest_listed_word(written: str) -> str | None:
    return closest(written, _listed_words(), SURE_CORRECTION)


@cache
def _listed_words() -> tuple[str, ...]:
    return tuple(sorted({word for family in family_words() for word in family} | STOP_WORDS))


@cache
def _lexicon_stems() -> frozenset[str]:
    return frozenset(one[0] for family in families() for one in family if len(one) == 1)


def _unit(word: Word, belongs: frozenset[int], counts: WordCounts, like_a_name: bool) -> Unit:
    written, stemmed = word
    is_unknown = not counts.found_in.get(stemmed) and not _is_listed(stemmed)
    in_base = counts.found_in.get(stemmed, 0)
    family_weight = max((counts.weight(_family_count(family, counts)) for family in belongs), default=0.0)
    weight = counts.weight(in_base)
    if not in_base and family_weight:
        weight = family_weight
    too_short = is_unknown and not like_a_name and len(written) < MIN_LETTERS
    if stemmed in everyday_roots() or written.isdigit() or too_short:
        weight *= EVERYDAY_WEIGHT
    return Unit(
        word=written,
        stem=stemmed,
        families=belongs,
        weight=weight,
        family_weight=min(family_weight, weight),
        is_unknown=is_unknown,
        is_name=is_unknown and like_a_name,
        belongs_here=_belongs_here(stemmed, belongs, counts) * min(1.0, weight / FULL_SAY),
    )


def _belongs_here(stemmed: str, belongs: frozenset[int], counts: WordCounts) -> float:
    """Let a word that neither base holds speak through its family."""
    if counts.found_in.get(stemmed) or counts.found_elsewhere.get(stemmed) or not belongs:
        return counts.belongs_here(stemmed)
    said = [counts.belongs_here(*(root(word) for word in family_words()[family])) for family in belongs]
    return sum(said) / len(said)


def _family_count(family: int, counts: WordCounts) -> float:
    """Estimate in how many passages any word of a family occurs, as if its words were independent."""
    absent = 1.0
    for one in {root(word) for word in family_words()[family]}:
        absent *= 1 - min(1.0, counts.found_in.get(one, 0) / max(1, counts.passages))
    return counts.passages * (1 - absent)
