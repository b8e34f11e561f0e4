"""Which concepts a text names: the trades, the needs of a person, everyday life, and cues of time and weight.

The word lists in `words/*.txt` are data, written by hand; `_` joins the words of a phrase, `*` ends a prefix.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from functions.shared.text import fold

LISTS = ("audrey", "carole", "needs", "world", "cues")
TOKEN = re.compile(r"[a-z0-9#]+")
INDEXED_LETTERS = 3

Entry = tuple[int, tuple[str, ...], bool]


@cache
def concept_names() -> tuple[str, ...]:
    """Return the names of the concepts, `list.concept`, in the order of the counts."""
    return tuple(_entries())


@cache
def places_of(list_name: str) -> tuple[int, ...]:
    """Return where the concepts of one list stand among the counts."""
    return tuple(i for i, name in enumerate(concept_names()) if name.startswith(f"{list_name}."))


def place_of(name: str) -> int:
    """Return where one concept stands among the counts."""
    return concept_names().index(name)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text as the word lists write them."""
    return TOKEN.findall(fold(text))


def count_concepts(text: str) -> list[int]:
    """Return how often each concept occurs."""
    said, counts, index = tokens(text), [0] * len(concept_names()), _index()
    for start, token in enumerate(said):
        for concept, phrase, is_prefix in index.get(token[:INDEXED_LETTERS], ()):
            if _occurs(phrase, is_prefix, said, start):
                counts[concept] += 1
    return counts


def covered(text: str, concept: str) -> float:
    """Return the share of a text's words that belong to one concept, 0 to 1; 1 for a text without words."""
    said, place, index = tokens(text), place_of(concept), _index()
    inside: set[int] = set()
    for start, token in enumerate(said):
        for found, phrase, is_prefix in index.get(token[:INDEXED_LETTERS], ()):
            if found == place and _occurs(phrase, is_prefix, said, start):
                inside.update(range(start, start + len(phrase)))
    return len(inside) / len(said) if said else 1.0


def _occurs(phrase: tuple[str, ...], is_prefix: bool, said: Sequence[str], start: int) -> bool:
    end = start + len(phrase) - 1
    if end >= len(said) or tuple(said[start:end]) != phrase[:-1]:
        return False
    return said[end].startswith(phrase[-1]) if is_prefix else said[end] == phrase[-1]


@cache
def _index() -> dict[str, list[Entry]]:
    index: dict[str, list[Entry]] = {}
    for place, entries in enumerate(_entries().values()):
        for entry in entries:
            phrase = tuple(entry.removesuffix("*").split("_"))
            index.setdefault(phrase[0][:INDEXED_LETTERS], []).append((place, phrase, entry.endswith("*")))
    return index


@cache
def _entries() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in LISTS:
        current: list[str] = []
        for line in files("functions.orchestrate").joinpath(f"words/{name}.txt").read_text("utf-8").splitlines():
            if line.startswith("["):
                current = found.setdefault(f"{name}.{line.strip('[]')}", [])
            elif not line.startswith("# "):
                current.extend(line.split())
    return found
