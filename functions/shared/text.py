"""French text made comparable: folded, split into words, stemmed."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]

from functions.shared.word_cache import cache_words

WORD = re.compile(r"[a-z0-9]+")
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
# What JavaScript's trim() takes away: unlike Python it keeps U+0085 and U+001C to U+001F.
BLANKS = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
ACCENTS = re.compile("[\u0300-\u036f]")
stem_french = cast(Callable[[str], str], snowballstemmer.stemmer("french").stemWord)  # pyright: ignore

STOP_WORDS = frozenset(
    word
    for line in files("functions.shared").joinpath("stop_words_fr.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def trim(value: object) -> object:
    """Return a text without the blanks around it as a flow sees them, so that both call the same messages empty."""
    return value.strip(BLANKS) if isinstance(value, str) else value


@lru_cache(maxsize=32)
def fold(text: str) -> str:
    """Return the text in lower case without accents; `œ` and `æ` become two letters; public.fold is its SQL twin."""
    # lower case twice: a mathematical «𝕊» is a letter only once it is decomposed
    decomposed = unicodedata.normalize("NFKD", text.lower()).lower()
    return ACCENTS.sub("", decomposed).replace("œ", "oe").replace("æ", "ae").replace("’", "'")


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return WORD.findall(fold(text))


@cache_words(50_000)
def stem(word: str) -> str:
    """Return the Snowball stem of one folded word."""
    return stem_french(word)


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]
