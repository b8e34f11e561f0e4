"""Runs of blanks, of one sign, of letters without a break: shortened before anything is looked for in a text.

Nobody writes them to be understood, and the time of most searches grows with their square: 4,000 spaces, or a line of
4,000 hyphens, would stop the one loop that serves every visitor for seconds.
"""

import re

LONGEST_BLANK = 100  # of code that is indented
LONGEST_REPETITION = 40
# An address with its campaign's parameters stays whole; nothing else that is read is as long.
LONGEST_UNBROKEN = 300

BLANKS = re.compile(rf"\s{{{LONGEST_BLANK + 1},}}")
REPETITION = re.compile(rf"(\S)\1{{{LONGEST_REPETITION},}}")
UNBROKEN = re.compile(rf"\S{{{LONGEST_UNBROKEN}}}(?=\S)")


def shorten_repetitions(text: str) -> str:
    """Return the text with at most 100 blanks and 40 times the same sign in a row: still fit to be shown.

    Longer blanks become a space, or an empty line where there was one.
    """
    text = BLANKS.sub(lambda run: "\n\n" if "\n" in run[0] else " ", text)
    return REPETITION.sub(lambda run: run[1] * LONGEST_REPETITION, text)


def shorten_runs(text: str) -> str:
    """Return the text without long repetitions, a space after every 300 signs without one: fit to be searched."""
    return UNBROKEN.sub(r"\g<0> ", shorten_repetitions(text))
