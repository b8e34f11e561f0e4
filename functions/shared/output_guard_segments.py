"""Where a growing text may be cut, so that a sentence, an address or a number is always judged whole.

The cut depends on the text alone, never on the pieces in which it arrives: a boundary is decided by the characters
before it. That is what makes the guarded stream equal to the guarded text.
"""

import re

MAX_SEGMENT = 600  # characters held back at most, but for a longer word
MAX_WORD = 4_000  # characters of a word that is judged whole: longer than any address a browser takes
BOUNDARY = re.compile(r"\n|[。！？]|(?<=[.!?…])[\"'»”’)\]*_~`]{0,4}[^\S\n]|(?<=[.!?…][ \u00a0\u202f])»[^\S\n]")
# «1.» opens a list item, «env.» and a dot after a space are no end of sentence: what follows is the same thought.
NO_END = re.compile(
    r"(?:^|[\s(«])(?:\d{1,3}|[A-Za-z]|env|ex|etc|cf|vs|art|min|max|mme|mlle|dr|st|ste|no|tél|tel|p|pp|M|approx|i\.e|e\.g)\.$|\s\.$",
    re.IGNORECASE,
)
LAST_WORD = 20  # characters
SPACE = re.compile(r"\s")
LAST_SPACE = re.compile(r".*\s", re.DOTALL)
MIN_LINE = 4  # letters: a secret spelled one letter per line is judged as one


LONGEST_BOUNDARY = 6  # characters


def next_cut(text: str, examined: int = 0) -> int | None:
    """Return the length of the first whole segment of a text, or None if the text has to grow before it can be cut.

    No boundary is looked for in the first `examined` characters: they had none when the text was shorter.
    """
    for match in BOUNDARY.finditer(text, max(0, examined - LONGEST_BOUNDARY)):
        if match.end() > MAX_SEGMENT:
            break
        if _ends_here(text, match):
            return match.end()
    return _forced_cut(text) if len(text) > MAX_SEGMENT else None


def _ends_here(text: str, boundary: re.Match[str]) -> bool:
    before, quoted = text[: boundary.start()], text[: boundary.end()]
    if not before.strip():
        return True
    if boundary[0] != "\n" and (NO_END.search(before[-LAST_WORD:]) or quoted.count("«") > quoted.count("»")):
        return False  # what is quoted is judged with its quotation marks
    last_line = before.rstrip().rpartition("\n")[2]
    return sum(c.isalnum() for c in last_line) >= MIN_LINE


def _forced_cut(text: str) -> int | None:
    """Cut before the last word that fits; a word over the limit is held until it ends, or is far too long."""
    if fits := LAST_SPACE.match(text, 0, MAX_SEGMENT):
        return fits.end()
    if space := SPACE.search(text, MAX_SEGMENT, MAX_WORD):
        return space.end()
    return MAX_WORD if len(text) >= MAX_WORD else None
