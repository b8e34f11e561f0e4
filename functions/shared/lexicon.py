"""What words mean nearly the same: the families of `lexicon_fr.txt`, and the everyday words that mean little.

Both lists are data, written by hand for the trade; they let the offline stand-ins see past the exact word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from functions.shared.text import stem, stems, words

Expression = tuple[str, ...]


@dataclass(frozen=True)
class Occurrence:
    """An expression of a family in a text: where its stems start, how many they are, which family."""

    start: int
    length: int
    family: int


@cache
def families() -> tuple[frozenset[Expression], ...]:
    """Return each family as the stems of its expressions."""
    lines = _lines("lexicon_fr.txt")
    return tuple(frozenset(filter(None, (tuple(stems(one)) for one in line.split(",")))) for line in lines)


@cache
def family_words() -> tuple[frozenset[str], ...]:
    """Return, for each family, its expressions of one word, as written without accents."""
    lines = ([words(one) for one in line.split(",")] for line in _lines("lexicon_fr.txt"))
    return tuple(frozenset(found[0] for found in line if len(found) == 1) for line in lines)


@cache
def everyday_stems() -> frozenset[str]:
    """Return the stems of everyday words, those of the lexicon left out: there they carry meaning."""
    of_trade = {one[0] for family in families() for one in family if len(one) == 1}
    return frozenset(stem(word) for line in _lines("everyday_words_fr.txt") for word in words(line)) - of_trade


def find_families(sequence: Sequence[str]) -> list[Occurrence]:
    """Return every expression of every family in a sequence of stems."""
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


def _lines(name: str) -> list[str]:
    text = files("functions.shared").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
