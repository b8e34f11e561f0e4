"""Fragments of the system prompt in an answer, found by shared runs of letters (character shingles; Broder, 1997).

Letters alone are compared: hyphens between words, numbering, quotes, code blocks and accents change nothing. The
prompt is also looked for backwards and in ROT13. A translation shares no letters with it: the announcement that goes
before one is what `output_guard_persona` looks for.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from functions.shared.output_guard_markup import LOOKALIKES
from functions.shared.output_guard_secrets import rot13
from functions.shared.text import fold

SHINGLE = 12  # letters
# Letters and words in a row that an answer may share with the prompt (docs/decisions/55).
MAX_RUN = 38
MAX_WORDS = 7
WHOLE_LINE = 20  # letters of a line that is nothing but prompt
SHORT_LINE = 10
# A run without one of these is a list of subjects («taux d'ouverture, de clic et d'inscription»), not an instruction.
TO_HER = frozenset(
    {"tu", "te", "toi", "t", "ta", "tes", "ton", "ne", "n", "pas", "jamais", "toujours", "si", "es"}
    | {"abord", "ensuite", "dis", "donne", "nomme", "propose", "reponds"}
)
MIN_WORDS = 4
MAX_SHORT_LINES = 2
WORD = re.compile(r"[a-z]+")
NOT_LETTERS = re.compile(r"[^a-z]+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|&#x([0-9a-fA-F]{2,5});")
IN_WORD = re.compile(r"(?<=[^\W\d_])[0-9@$]+|[0-9@$]+(?=[^\W\d_])")
LEET = str.maketrans("0134578@$", "oieastbas")
MEMORY = 80  # letters remembered from one sentence to the next


@dataclass(frozen=True)
class Tail:
    """What is remembered of the sentences before: a fragment may go on in the next one."""

    letters: str = ""
    words: tuple[str, ...] = ()

    def then(self, segment: str) -> "Tail":
        """Return what is to be remembered after one more segment."""
        said = (*self.words, *words(segment))
        return Tail((self.letters + letters(segment))[-MEMORY:], said[-MAX_WORDS:])


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


@lru_cache(maxsize=16)
def word_runs(prompt: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of words of a prompt, one longer than an answer may share, that tell somebody what to do."""
    return frozenset(run for run in _runs(words(prompt)) if not TO_HER.isdisjoint(run))


def words(text: str) -> list[str]:
    """Return the folded words of a text, without figures."""
    return WORD.findall(fold(text))


def _runs(said: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(said[start:] for start in range(MAX_WORDS + 1)), strict=False)


def quotes_prompt(tail: Tail, segment: str, prompt: str, *, already: bool, short_lines: int) -> bool:
    """Say if a segment, after what `tail` remembers, shows a fragment of the prompt.

    `already`: a fragment was found before in this answer; `short_lines`: how many short lines were suspect so far.
    """
    if not prompt:
        return False
    said = words(segment)
    if not word_runs(prompt).isdisjoint(_runs([*tail.words, *said])):
        return True
    max_run, whole_line = (WHOLE_LINE, SHORT_LINE) if already else (MAX_RUN, WHOLE_LINE)
    for spelled in {letters(segment), letters(_unleet(segment))}:
        if longest_run(tail.letters + spelled, prompt, ends_after=len(tail.letters)) >= max_run:
            return True
        if spelled in shingles(prompt)[0]:
            if len(spelled) >= whole_line and (already or len(said) >= MIN_WORDS):
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
