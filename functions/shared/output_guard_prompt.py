"""Fragments of the system prompt in an answer, found by shared runs of letters (character shingles; Broder, 1997).

Letters alone are compared: hyphens between words, numbering, quotes, code blocks and accents change nothing. The
prompt is also looked for backwards and in ROT13. A translation shares no letters with it: the announcement that goes
before one is what `output_guard_persona` looks for.
"""

import html
import re
from functools import lru_cache

from functions.shared.output_guard_markup import LOOKALIKES
from functions.shared.output_guard_secrets import rot13
from functions.shared.text import fold

SHINGLE = 12  # letters
MAX_RUN = 40  # letters in a row that an answer may share with the prompt: about eight words
MAX_SPELLED_RUN = 36  # the same where it comes a word or two per line: nobody writes like that
WHOLE_LINE = 20  # letters of a line that is nothing but prompt
SHORT_LINE = 10
MIN_WORDS = 4
SPELLED_WORDS = 2
MAX_SHORT_LINES = 2
NOT_LETTERS = re.compile(r"[^a-z]+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|&#x([0-9a-fA-F]{2,5});")
IN_WORD = re.compile(r"(?<=[^\W\d_])[0-9@$]+|[0-9@$]+(?=[^\W\d_])")
LEET = str.maketrans("0134578@$", "oieastbas")


@lru_cache(maxsize=32)
def letters(text: str) -> str:
    """Return the folded letters of a text and nothing else."""
    if ESCAPED.search(text):
        text = ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), html.unescape(text))
    return NOT_LETTERS.sub("", fold(text if text.isascii() else text.translate(LOOKALIKES)))


@lru_cache(maxsize=16)
def shingles(prompt: str) -> tuple[str, frozenset[str]]:
    """Return the letters of a prompt, forwards, backwards (by letter, by word) and in ROT13, and all their shingles."""
    plain = letters(prompt)
    backwards = letters(" ".join(reversed(prompt.split())))
    every = "|".join((plain, plain[::-1], letters(rot13(prompt)), backwards, backwards[::-1]))
    return every, frozenset(every[i : i + SHINGLE] for i in range(len(every) - SHINGLE + 1))


def longest_run(text: str, prompt: str, *, ends_after: int = 0) -> int:
    """Return the length of the longest run of letters shared with the prompt that ends after a place in the text."""
    known = shingles(prompt)[1]
    if not any(text[place : place + SHINGLE] in known for place in range(0, len(text), WHOLE_LINE - SHINGLE + 1)):
        return 0  # a run that matters is long enough to hold one of these
    longest = run = 0
    for place in range(len(text) - SHINGLE + 1):
        run = run + 1 if text[place : place + SHINGLE] in known else 0
        if run and place + SHINGLE > ends_after:
            longest = max(longest, run + SHINGLE - 1)
    return longest


def quotes_prompt(tail: str, segment: str, prompt: str, *, already: bool, short_lines: int) -> bool:
    """Say if a segment, after the letters of `tail`, shows a fragment of the prompt.

    `already`: a fragment was found before in this answer; `short_lines`: how many short lines were suspect so far.
    """
    if not prompt:
        return False
    words = len(re.findall(r"[^\W\d_]+", segment))
    most = MAX_RUN if words > SPELLED_WORDS else MAX_SPELLED_RUN
    max_run, whole_line = (WHOLE_LINE, SHORT_LINE) if already else (most, WHOLE_LINE)
    for spelled in {letters(segment), letters(_unleet(segment))}:
        if longest_run(tail + spelled, prompt, ends_after=len(tail)) >= max_run:
            return True
        if spelled in shingles(prompt)[0]:
            if len(spelled) >= whole_line and (already or words >= MIN_WORDS):
                return True
            if len(spelled) >= SHORT_LINE and short_lines >= MAX_SHORT_LINES:
                return True
    return False


def is_short_line(segment: str, prompt: str) -> bool:
    """Say if a segment is a short piece of the prompt: harmless alone, suspect in a row."""
    if not prompt:
        return False
    spelled = letters(segment)
    return len(spelled) >= SHORT_LINE and spelled in shingles(prompt)[0]


def _unleet(text: str) -> str:
    return IN_WORD.sub(lambda found: found[0].translate(LEET), text)
