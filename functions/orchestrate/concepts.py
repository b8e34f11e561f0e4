"""Which concepts a text names: the trades, the needs of a person, everyday life, and cues of time and weight.

The word lists in `words/*.txt` are data, written by hand; `_` joins the words of a phrase, `*` ends a prefix, whose
last word has three letters at least.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
    counts = [0] * len(concept_names())
    for concept, _ in _occurrences(tokens(text)):
        counts[concept] += 1
    return counts


def words_outside(text: str, concept: str) -> list[str]:
    """Return the words of a text that belong to no entry of one concept."""
    said, place = tokens(text), place_of(concept)
    inside = {i for found, places in _occurrences(said) if found == place for i in places}
    return [token for i, token in enumerate(said) if i not in inside]


def _occurrences(said: Sequence[str]) -> Iterator[tuple[int, range]]:
    """Yield each entry that is found: its concept, and the places of its words."""
    index = _index()
    for start, token in enumerate(said):
        for concept in index.words.get(token, ()):
            yield concept, range(start, start + 1)
        for concept, beginning in index.prefixes.get(token[:INDEXED_LETTERS], ()):
            if token.startswith(beginning):
                yield concept, range(start, start + 1)
        following = said[start + 1][:INDEXED_LETTERS] if start + 1 < len(said) else ""
        for concept, phrase, is_prefix in index.phrases.get((token, following), ()):
            if _continues(phrase, is_prefix, said, start):
                yield concept, range(start, start + len(phrase))


def _continues(phrase: tuple[str, ...], is_prefix: bool, said: Sequence[str], start: int) -> bool:
    last = start + len(phrase) - 1
    if last >= len(said):
        return False
    ends = said[last].startswith(phrase[-1]) if is_prefix else said[last] == phrase[-1]
    return ends and all(said[start + place] == word for place, word in enumerate(phrase[:-1]))


@dataclass(frozen=True)
class Index:
    """The entries by what a text has to begin with: a word, the first letters of one, a word and of the next."""

    words: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    prefixes: dict[str, list[tuple[int, str]]] = field(default_factory=dict[str, list[tuple[int, str]]])
    phrases: dict[tuple[str, str], list[Entry]] = field(default_factory=dict[tuple[str, str], list[Entry]])


@cache
def _index() -> Index:
    index = Index()
    for place, entries in enumerate(_entries().values()):
        for entry in entries:
            (first, *others), is_prefix = entry.removesuffix("*").split("_"), entry.endswith("*")
            if others:
                begins = (first, others[0][:INDEXED_LETTERS])
                index.phrases.setdefault(begins, []).append((place, (first, *others), is_prefix))
            elif is_prefix:
                index.prefixes.setdefault(first[:INDEXED_LETTERS], []).append((place, first))
            else:
                index.words.setdefault(first, []).append(place)
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
