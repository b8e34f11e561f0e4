"""The word lists of this folder, read once: `name: word word ...`, where `-` joins the words of a phrase."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from functions.shared.text import stem, words

HERE = Path(__file__).parent


@lru_cache
def strengths(name: str) -> dict[str, float]:
    """Return the strength of each stem of one list of `sentiment.txt`; a phrase is its stems joined by spaces."""
    found: dict[str, float] = {}
    for head, entries in _lines("sentiment"):
        listed, strength = head.split()
        if listed == name:
            for entry in entries:
                found.setdefault(_key(entry), float(strength))
    return found


@lru_cache
def emojis(name: str) -> frozenset[str]:
    """Return the emojis of one list of `sentiment.txt`."""
    return frozenset(entry for head, entries in _lines("sentiment") if head.split()[0] == name for entry in entries)


@lru_cache
def themes() -> dict[str, frozenset[str]]:
    """Return the themes that each stem of `themes.txt` names."""
    found: dict[str, set[str]] = {}
    for theme, entries in _lines("themes"):
        for entry in entries:
            found.setdefault(_key(entry), set()).add(theme)
    return {word: frozenset(named) for word, named in found.items()}


def _key(entry: str) -> str:
    return " ".join(stem(word) for word in words(entry))


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, entries = line.partition(":")
            yield head, entries.split()
