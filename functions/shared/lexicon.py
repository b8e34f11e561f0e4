"""What words mean nearly the same: the families of `lexicon_fr.txt`, and the everyday words that mean little.

Both lists are data, written by hand for the trade; they let the offline stand-ins see past the exact word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from functions.shared.text import STOP_WORDS, words
from functions.shared.word_forms import dictionary_form, root

Expression = tuple[str, ...]
# A word as typed, without accents, and its root.
Word = tuple[str, str]


@dataclass(frozen=True)
class Occurrence:
    """An expression of a family in a text: where its words start, how many they are, which family."""

    start: int
    length: int
    family: int


def content_words(text: str) -> list[Word]:
    """Return the words that carry meaning, each with its root, in order."""
    kept = (word for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()))
    return [(word, root(word)) for word in kept if dictionary_form(word) not in STOP_WORDS]


@cache
def families() -> tuple[frozenset[Expression], ...]:
    """Return each family as the roots of its expressions."""
    lines = _lines("lexicon_fr.txt")
    return tuple(frozenset(filter(None, map(_expression, line.split(",")))) for line in lines)


@cache
def family_words() -> tuple[frozenset[str], ...]:
    """Return, for each family, its expressions of one word, as written without accents."""
    lines = ([words(one) for one in line.split(",")] for line in _lines("lexicon_fr.txt"))
    return tuple(frozenset(found[0] for found in line if len(found) == 1) for line in lines)


@cache
def everyday_words() -> frozenset[str]:
    """Return the everyday words as they are listed."""
    return frozenset(word for line in _lines("everyday_words_fr.txt") for word in words(line))


@cache
def everyday_roots() -> frozenset[str]:
    """Return the roots of everyday words, those of the lexicon left out: there they carry meaning."""
    of_trade = {one[0] for family in families() for one in family if len(one) == 1}
    return frozenset(map(root, everyday_words())) - of_trade


def find_families(sequence: Sequence[str]) -> list[Occurrence]:
    """Return every expression of every family in a sequence of roots."""
    by_first = _expressions_by_first_stem()
    return [
        Occurrence(start, len(expression), family)
        for start, first in enumerate(sequence)
        for expression, family in by_first.get(first, ())
        if tuple(sequence[start : start + len(expression)]) == expression
    ]


@cache
def _expressions_by_first_stem() -> dict[str, list[tuple[Expression, int]]]:
    index: dict[str, list[tuple[Expression, int]]] = {}
    for family, expressions in enumerate(families()):
        for expression in sorted(expressions):
            index.setdefault(expression[0], []).append((expression, family))
    return index


def _expression(text: str) -> Expression:
    return tuple(found for _, found in content_words(text))


def _lines(name: str) -> list[str]:
    text = files("functions.shared").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
