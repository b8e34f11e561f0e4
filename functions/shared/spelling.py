"""How alike two words are to an ear and to a hurried thumb."""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from functions.shared.word_cache import cache_words

MIN_LETTERS = 4
SAME_SOUND = 0.9
MIN_CLOSENESS = 0.7
DERIVED = 0.4
CUT_SHORT = 0.6
MIN_SHARED_LETTERS = 5
MIN_SHARED_PART = 0.5

# French spellings of one sound, in the order they are tried: enough for words typed as they are heard.
SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"eaux?|aux?", "o"),
        (r"ph", "f"),
        (r"qu|q|ck", "k"),
        (r"sc(?=[ei])|ss|c(?=[eiy])", "s"),
        (r"ch", "S"),
        (r"c", "k"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"oi|oy", "wa"),
        (r"ai|ei|ay|ey", "e"),
        (r"(er|ez|es|ee|ees)$", "e"),
        (r"y", "i"),
        (r"[ae][mn](?![aeiouymn])", "A"),
        (r"h", ""),
        (r"z", "s"),
        (r"(e?nt|e?s|[etdxp])$", ""),
        (r"(.)\1+", r"\1"),
    )
]


@cache_words(100_000)
def sound(word: str) -> str:
    """Return a rough phonetic key of a folded French word; never empty for a word with letters."""
    key = word
    for pattern, replacement in SOUNDS:
        key = pattern.sub(replacement, key) or key
    return key


@lru_cache(maxsize=400_000)
def closeness(one: str, other: str) -> float:
    """Return how likely two folded words are the same one mistyped, 0 to 1; 0 below `MIN_CLOSENESS`."""
    shortest, longest = sorted((len(one), len(other)))
    if shortest < MIN_LETTERS or longest - shortest > 3 or one.isdigit() or other.isdigit():
        return 0.0
    alike = OSA.normalized_similarity(one, other)
    heard, other_heard = sound(one), sound(other)
    if len(heard) >= 3:
        alike = max(alike, SAME_SOUND if heard == other_heard else OSA.normalized_similarity(heard, other_heard) * 0.95)
    return alike if alike >= MIN_CLOSENESS else 0.0


def closest(word: str, known: tuple[str, ...], at_least: float) -> str | None:
    """Return the known word that a folded word most likely stands for, None if none is that close."""
    as_written = _places(word, known, at_least)
    as_heard = _places(sound(word), _sounds(known), at_least)
    candidates = sorted({known[place] for place in (*as_written, *as_heard)})
    likely = max(candidates, key=lambda one: closeness(word, one), default=None)
    return likely if likely and closeness(word, likely) >= at_least else None


def _places(word: str, among: tuple[str, ...], at_least: float) -> list[int]:
    found = process.extract(word, among, scorer=OSA.normalized_similarity, score_cutoff=at_least, limit=3)
    return [place for _, _, place in found]


@lru_cache(maxsize=4)
def _sounds(known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sound(word) for word in known)


@lru_cache(maxsize=400_000)
def same_beginning(one: str, other: str) -> float:
    """Return how likely two folded words are of one family ("régulier", "régularité") or one cut short ("sophro")."""
    shared = Prefix.similarity(one, other)
    if shared < MIN_SHARED_LETTERS:
        return 0.0
    if shared == min(len(one), len(other)):
        return CUT_SHORT
    return DERIVED if shared >= max(len(one), len(other)) * MIN_SHARED_PART else 0.0
