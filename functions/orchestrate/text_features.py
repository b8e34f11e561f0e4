"""What the linear heads read in a text: n-grams of characters and of words, and the concepts that it names."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs]
from sklearn.feature_extraction import text as sklearn_text  # pyright: ignore[reportMissingTypeStubs]

from functions.orchestrate.concepts import count_concepts
from functions.shared.text import fold

Array = NDArray[np.float64]

# Neither library ships types.
CountVectorizer: Any = cast("Any", sklearn_text).CountVectorizer
TfidfVectorizer: Any = cast("Any", sklearn_text).TfidfVectorizer
csr_matrix: Any = cast("Any", sparse).csr_matrix
hstack: Any = cast("Any", sparse).hstack

# Words, runs of marks ("??"), and each emoji.
WORD = r"(?u)\b\w+\b|[!?]{2,}|[^\w\s.,;:'\"()-]"
WORD_WEIGHT = 0.7
CONCEPT_WEIGHT = 0.5
# Beginning and end of a very long text say what it is about; the middle only costs time.
HEAD_CHARACTERS, TAIL_CHARACTERS = 1000, 500


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


def read_texts(chars: Any, words: Any, texts: Sequence[str], concepts: Array) -> Any:
    """Return the sparse features of texts whose concepts are already counted, a row per text."""
    folded = [fold(text) for text in texts]
    parts = [n_grams(chars, folded), n_grams(words, folded) * WORD_WEIGHT, csr_matrix(concepts * CONCEPT_WEIGHT)]
    return hstack(parts, format="csr")


def n_grams(vectorizer: Any, folded: Sequence[str]) -> Any:
    """Return the tf-idf of texts as `vectorizer.transform` does, without its checks: they cost more than the work."""
    table = CountVectorizer.transform(vectorizer, folded)
    table.data = (np.log(table.data) + 1) * vectorizer.idf_[table.indices]
    lengths: NDArray[np.intp] = np.diff(table.indptr)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    table.data /= np.sqrt(np.bincount(rows, table.data**2, minlength=len(lengths)))[rows]
    return table
