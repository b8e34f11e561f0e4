"""Fragments of the system prompt in an answer, found by shared runs of letters (character shingles; Broder, 1997).

Letters alone are compared: hyphens between words, numbering, quotes, code blocks and accents change nothing. The prompt is
also looked for backwards and in ROT13. A translation shares no letters with it: the announcement that goes before one
is what `output_guard_persona` looks for.
"""

import re
from functools import lru_cache

from functions.shared.output_guard_secrets import rot13
from functions.shared.text import fold

SHINGLE = 12  # letters
MAX_RUN = 40  # letters in a row that an answer may share with the prompt: about eight words
WHOLE_LINE = 20  # letters of a line that is nothing but prompt
SHORT_LINE = 10
MIN_WORDS = 4
MAX_SHORT_LINES = 2
LEET = str.maketrans("0134578@$", "oieastbas")


def letters(text: str) -> str:
    """Return the folded letters of a text and nothing else."""
    return "".join(c for c in fold(text) if "a" <= c <= "z")


@lru_cache(maxsize=16)
def shingles(prompt: str) -> tuple[str, frozenset[str]]:
    """Return the letters of a prompt, forwards, backwards and in ROT13, and all their shingles."""
    plain = letters(prompt)
    every = "|".join((plain, plain[::-1], rot13(plain)))
    return every, frozenset(every[i : i + SHINGLE] for i in range(len(every) - SHINGLE + 1))


def longest_run(text: str, prompt: str, *, ends_after: int = 0) -> int:
    """Return the length of the longest run of letters shared with the prompt that ends after a place in the text."""
    known = shingles(prompt)[1]
    longest = run = 0
    for place in range(len(text) - SHINGLE + 1):
        run = run + 1 if text[place : place + SHINGLE] in known else 0
        if run and place + SHINGLE > ends_after:
            longest = max(longest, run + SHINGLE - 1)
    return longest


def quotes_prompt(tail: str, segment: str, prompt: str, short_lines: int) -> bool:
    """Say if a segment, after the letters of `tail`, shows a fragment of the prompt; `short_lines` were suspect so far."""
    if not prompt:
        return False
    for spelled in {letters(segment), letters(segment.translate(LEET))}:
        if longest_run(tail + spelled, prompt, ends_after=len(tail)) >= MAX_RUN:
            return True
        if spelled in shingles(prompt)[0]:
            words = len(re.findall(r"[^\W\d_]+", segment))
            if len(spelled) >= WHOLE_LINE and words >= MIN_WORDS:
                return True
            if is_short_line(segment, prompt) and short_lines >= MAX_SHORT_LINES:
                return True
    return False


def is_short_line(segment: str, prompt: str) -> bool:
    """Say if a segment is a short piece of the prompt: harmless alone, suspect in a row."""
    spelled = letters(segment)
    return bool(prompt) and len(spelled) >= SHORT_LINE and spelled in shingles(prompt)[0]
