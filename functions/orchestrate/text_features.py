"""What the linear heads read in a text: n-grams of characters and of words, and the concepts that it names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]
from sklearn.feature_extraction import text as sklearn_text  # pyright: ignore[reportMissingTypeStubs]

from functions.orchestrate.concepts import count_concepts
from functions.shared.text import fold

Array = NDArray[np.float64]

# Neither library ships types.
TfidfVectorizer: Any = cast("Any", sklearn_text).TfidfVectorizer
csr_matrix: Any = cast("Any", sparse).csr_matrix

# Words, runs of marks ("??"), and each emoji.
WORD = r"(?u)\b\w+\b|[!?]{2,}|[^\w\s.,;:'\"()-]"
WORD_WEIGHT = 0.7
CONCEPT_WEIGHT = 0.5
# Beginning and end of a very long text say what it is about; the middle only costs time.
HEAD_CHARACTERS, TAIL_CHARACTERS = 1000, 500
# Words whose n-grams are remembered, each about 1 kB, and the longest of them: what is longer is said once.
WORDS_KEPT, LONGEST_KEPT = 10_000, 20  # letters


def char_vectorizer(**options: Any) -> Any:
    """Return the vectoriser of character n-grams, inside word borders."""
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32, **options)


def word_vectorizer(**options: Any) -> Any:
    """Return the vectoriser of words and pairs of words."""
    return TfidfVectorizer(token_pattern=WORD, ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, **options)


def clip(text: str) -> str:
    """Return a text, or the beginning and the end of a very long one."""
    if len(text) <= HEAD_CHARACTERS + TAIL_CHARACTERS:
        return text
    return f"{text[:HEAD_CHARACTERS]} … {text[-TAIL_CHARACTERS:]}"


def concept_matrix(texts: Sequence[str]) -> Array:
    """Return the damped counts of each concept, one row per text."""
    return np.log1p(np.array([count_concepts(text) for text in texts], dtype=np.float64))


@dataclass(frozen=True)
class TextReader:
    """What finds the n-grams of a folded text, as columns with repetitions, and how much each column tells."""

    find_chars: Callable[[str], list[int]]
    find_words: Callable[[str], list[int]]
    idf: Array
    """Inverse document frequency of each n-gram: those of characters, then those of words."""
    words: slice
    """The columns of the n-grams of words."""

    def read(self, texts: Sequence[str], concepts: Array) -> Any:
        """Return the sparse features of texts whose concepts are already counted, a row per text.

        The tf-idf is scikit-learn's (sublinear, each row of each vocabulary of length 1), in one pass over all texts:
        its own checks and copies cost more than the work.
        """
        folded = [fold(text) for text in texts]
        first_word = self.words.start
        found = [[*self.find_chars(text), *(first_word + place for place in self.find_words(text))] for text in folded]
        width = len(self.idf) + concepts.shape[1]
        rows = np.repeat(np.arange(len(texts)), [len(columns) for columns in found])
        cells, counts = np.unique(rows * width + np.array([*chain(*found)], dtype=np.int64), return_counts=True)
        rows, columns = np.divmod(cells, width)
        is_word = columns >= first_word
        weights = (np.log(counts) + 1) * self.idf[columns]
        parts = rows * 2 + is_word
        lengths = np.sqrt(np.bincount(parts, weights**2, minlength=2 * len(texts)))
        weights *= np.where(is_word, WORD_WEIGHT, 1) / lengths[parts]
        named = np.nonzero(concepts)
        cells = np.concatenate([cells, named[0] * width + named[1] + len(self.idf)])
        weights = np.concatenate([weights, concepts[named] * CONCEPT_WEIGHT])
        order = np.argsort(cells)
        ends: NDArray[np.intp] = np.cumsum(np.bincount(cells // width, minlength=len(texts)))
        return csr_matrix((weights[order], cells[order] % width, [0, *ends]), shape=(len(texts), width))


def text_reader(chars: Any, words: Any) -> TextReader:
    """Return the reader of two fitted vectorisers."""
    idf = np.concatenate([chars.idf_, words.idf_]).astype(np.float64)
    return TextReader(
        find_chars=_by_word(_column_finder(chars)),
        find_words=_column_finder(words),
        idf=idf,
        words=slice(len(chars.idf_), len(idf)),
    )


def _column_finder(vectorizer: Any) -> Callable[[str], list[int]]:
    analyze, vocabulary = vectorizer.build_analyzer(), vectorizer.vocabulary_

    def find(text: str) -> list[int]:
        return [vocabulary[gram] for gram in analyze(text) if gram in vocabulary]

    return find


def _by_word(find: Callable[[str], list[int]]) -> Callable[[str], list[int]]:
    """N-grams of characters cross no border of words, and most words are said again and again."""
    find_in_word = lru_cache(maxsize=WORDS_KEPT)(find)

    def find_in_text(text: str) -> list[int]:
        found = (find_in_word(word) if len(word) <= LONGEST_KEPT else find(word) for word in text.split())
        return [*chain.from_iterable(found)]

    return find_in_text
