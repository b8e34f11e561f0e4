"""Counting and shortening an answer in whole units: a sentence, a list item or a block of code is never cut."""

import re
from collections.abc import Iterator

MAX_WORDS = 300
FENCE = re.compile(r"^[ \t]*(?:```|~~~)")
ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])\s|^[ \t]*[>|]")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'»”’)*_]{0,3}\s+(?=[^\sa-z])")
DANGLING = re.compile(r"(?:^|\n)[^\n]*:[*_]{0,3}\s*$")


def count_words(text: str) -> int:
    """Return the number of words: runs between spaces with a letter or a figure in them."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def limit_words(text: str, limit: int = MAX_WORDS) -> str:
    """Return the text's first whole units within a limit of words; one endless sentence is cut at a word, with «…»."""
    if count_words(text) <= limit:
        return text
    kept, left = "", limit
    for unit in units(text):
        left -= count_words(unit)
        if left < 0:
            break
        kept += unit
    if not count_words(kept):
        return " ".join(text.split()[: limit - 1]) + " …"
    while (dangling := DANGLING.search(kept.rstrip())) and kept.rstrip()[: dangling.start()].strip():
        kept = kept.rstrip()[: dangling.start()]
    return kept.rstrip()


def units(text: str) -> Iterator[str]:
    """Yield the pieces of a text that stand or fall whole: code blocks, list items with their lines, sentences."""
    block: list[str] = []
    in_code = False
    for line in text.splitlines(keepends=True):
        fence = bool(FENCE.match(line))
        if in_code:
            block.append(line)
            if fence:
                yield "".join(block)
                block, in_code = [], False
        elif fence or ITEM.match(line):
            if block:
                yield "".join(block)
            block, in_code = [line], fence
        elif block and line.startswith(("  ", "\t")) and line.strip():
            block.append(line)
        else:
            if block:
                yield "".join(block)
            block = []
            yield from _sentences(line)
    if block:
        yield "".join(block)


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for end in SENTENCE_END.finditer(line):
        yield line[start : end.end()]
        start = end.end()
    if line[start:]:
        yield line[start:]
