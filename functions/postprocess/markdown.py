"""Markdown that every reader shows well: no headings, no tables of contents, markers that close."""

import re

FENCED = re.compile(r"(^[ \t]*(?:```|~~~).*?^[ \t]*(?:```|~~~)[ \t]*$)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`[^`\n]+`)")
HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
UNDERLINED = re.compile(r"^([^\n#>\-*|`]+)\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
RULE = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$\n?", re.MULTILINE)
BLANK_LINES = re.compile(r"\n{3,}")
TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def tidy(text: str) -> tuple[str, list[str]]:
    """Return clean Markdown and what was changed: `headings`, `markers`, `spacing`."""
    changes: list[str] = []
    closed = _close_fence(text)
    parts = FENCED.split(closed)
    headless = [part if place % 2 else _without_headings(part) for place, part in enumerate(parts)]
    if headless != parts:
        changes.append("headings")
    balanced = [part if place % 2 else _balance(part) for place, part in enumerate(headless)]
    if balanced != headless or closed != text:
        changes.append("markers")
    spaced = [
        part if place % 2 else BLANK_LINES.sub("\n\n", TRAILING.sub("", part)) for place, part in enumerate(balanced)
    ]
    tidied = "".join(spaced).strip()
    if tidied != "".join(balanced):
        changes.append("spacing")
    return tidied, changes


def _close_fence(text: str) -> str:
    fences = re.findall(r"^[ \t]*(?:```|~~~)", text, re.MULTILINE)
    return f"{text.rstrip()}\n{fences[-1].strip()}" if len(fences) % 2 else text


def _without_headings(text: str) -> str:
    bold = UNDERLINED.sub(lambda found: _bold(found[1]), HEADING.sub(lambda found: _bold(found[1]), text))
    return RULE.sub("", bold)


def _bold(title: str) -> str:
    return f"**{title.replace('**', '').strip()}**"


def _balance(text: str) -> str:
    """Take away the marker that opens or closes alone, paragraph by paragraph."""
    return "\n".join(_balance_line(line) for line in text.split("\n"))


def _balance_line(line: str) -> str:
    parts = CODE.split(line)
    plain = [part for place, part in enumerate(parts) if place % 2 == 0]
    for marker in ("**", "__", "`"):
        if sum(part.count(marker) for part in plain) % 2:
            place = max(place for place, part in enumerate(parts) if place % 2 == 0 and marker in part)
            start, _, end = parts[place].rpartition(marker)
            parts[place] = start + end
            plain = [part for place, part in enumerate(parts) if place % 2 == 0]
    return "".join(parts)
