"""The first everyday words of an answer, which need not wait until their sentence is whole.

A visitor waits for the first word more than for any other. Only words of everyday French go ahead of the judgement: no
name, number, address, key, or word of the trade is among them, so nothing forbidden is shown before it is judged.
"""

import re

from functions.shared.lexicon import everyday_roots, everyday_words
from functions.shared.text import STOP_WORDS, words
from functions.shared.word_forms import root

MOST_WORDS = 8
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*,? ")


def lead_length(text: str) -> int:
    """Return how many characters at the start of an answer are everyday words, each with the space after it."""
    length = 0
    for _ in range(MOST_WORDS):
        word = WORD.match(text, length)
        if word is None or not _is_everyday(word[0]):
            break
        length = word.end()
    return length


def join(lead: str, judged: str) -> str:
    """Return a judged sentence behind the words that were shown before it was judged."""
    return judged if judged.startswith(lead) else f"{lead.rstrip(' ,')}… {judged.lstrip()}"


def _is_everyday(word: str) -> bool:
    # "Marie" has the root of "mari": what is written like a name has to be in the list as it stands
    known = everyday_words() if word[0].isupper() else everyday_roots()
    return all(part in STOP_WORDS or (part if word[0].isupper() else root(part)) in known for part in words(word))
