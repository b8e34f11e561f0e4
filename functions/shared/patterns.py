"""Regular expressions kept as data: one file of named patterns, so that long lists of phrases stay out of the code.

A line `NAME: expression` starts a pattern; lines that start with four spaces go on with it, joined without a space;
`{{NAME}}` stands for an earlier pattern; `#` starts a comment line. Texts are folded (`text.fold`) before a search.
"""

import re
from pathlib import Path


def load_patterns(path: Path) -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of a file by name; raise `re.error` or `KeyError` on a mistake in it."""
    sources: dict[str, str] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            sources[name] += line[4:]
        elif line and not line.startswith("#"):
            name, _, start = line.partition(": ")
            sources[name] = start
    return {name: re.compile(_expand(source, sources), re.MULTILINE) for name, source in sources.items()}


def _expand(source: str, sources: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: f"(?:{_expand(sources[found[1]], sources)})", source)
