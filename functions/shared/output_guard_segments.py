"""Where a growing text may be cut, so that a sentence, an address or a number is always judged whole.

The cut depends on the text alone, never on the pieces in which it arrives: a boundary is decided by the characters
before it. That is what makes the guarded stream equal to the guarded text.
"""

import re

MAX_SEGMENT = 600  # characters held back at most, but for a longer word
BOUNDARY = re.compile(r"\n|[。！？]|(?<=[.!?…])[\"'»”’)\]*_~`]{0,4}[^\S\n]|(?<=[.!?…][ \u00a0\u202f])»[^\S\n]")
# «1.» opens a list item and «env.» is no end of sentence: the text after it belongs to the same thought.
NO_END = re.compile(
    r"(?:^|[\s(«])(?:\d{1,3}|[A-Za-z]|env|ex|etc|cf|vs|art|min|max|mme|mlle|dr|st|ste|no|tél|tel|p|pp|M|approx|i\.e|e\.g)\.$",
    re.IGNORECASE,
)
LAST_WORD = 20  # characters
MIN_LINE = 4  # letters: a secret spelled one letter per line is judged as one


def next_cut(text: str) -> int | None:
    """Return the length of the first whole segment of a text, or None if the text has to grow before it can be cut."""
    for match in BOUNDARY.finditer(text):
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
    """Cut before the last word that fits; a word over the limit is held until it ends."""
    for place in range(MAX_SEGMENT, 0, -1):
        if text[place - 1].isspace():
            return place
    for place in range(MAX_SEGMENT, len(text)):
        if text[place].isspace():
            return place + 1
    return None
