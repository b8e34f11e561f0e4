"""Regular expressions kept as data: one file of named patterns, so that long lists of phrases stay out of the code.

A line `NAME: expression` starts a pattern; lines that start with four spaces go on with it, joined without a space;
`{{NAME}}` stands for an earlier pattern; `#` starts a comment line. Texts are folded (`text.fold`) before a search.
A line `NAME needs: piece|piece` names pieces of text of which every match holds one: most texts hold none, and to
look for plain pieces is far quicker than to search. Tests draw matches of each such pattern and look for its pieces.
"""

import re
from dataclasses import dataclass
from pathlib import Path

NEEDS = " needs"


@dataclass(frozen=True)
class Phrases:
    """A pattern, and the pieces of text of which every match holds one; without pieces it is always searched."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text, if there is one."""
        if self.needs and not any(piece in text for piece in self.needs):
            return None
        return self.pattern.search(text)


def load_patterns(path: Path) -> dict[str, Phrases]:
    """Return the compiled patterns of a file by name; raise `re.error` or `KeyError` on a mistake in it."""
    sources: dict[str, str] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            sources[name] += line[4:]
        elif line and not line.startswith("#"):
            name, _, start = line.partition(": ")
            sources[name] = start
    needs = {
        name.removesuffix(NEEDS): tuple(sources.pop(name).split("|")) for name in [*sources] if name.endswith(NEEDS)
    }
    if astray := needs.keys() - sources.keys():
        raise KeyError(f"{path.name}: needs of no pattern: {', '.join(sorted(astray))}")
    return {
        name: Phrases(re.compile(_expand(source, sources), re.MULTILINE), needs.get(name, ()))
        for name, source in sources.items()
    }


def _expand(source: str, sources: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: f"(?:{_expand(sources[found[1]], sources)})", source)
