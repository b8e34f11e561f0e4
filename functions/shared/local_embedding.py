"""The offline stand-in of the embedding model: feature hashing of stems, families of meaning and character trigrams.

Deterministic and fast: it sees shared words, inflections, typing errors, and the synonyms of `lexicon_fr.txt`. Signed
hashing follows Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009).
"""

import math
from collections import Counter
from collections.abc import Iterator
from zlib import crc32

import numpy as np

from functions.shared.lexicon import everyday_roots, find_families
from functions.shared.text import STOP_WORDS, words
from functions.shared.word_cache import cache_words
from functions.shared.word_forms import root

DIMENSIONS = 1536
STEM_WEIGHT = 1.0
FAMILY_WEIGHT = 0.6
TRIGRAM_WEIGHT = 0.7
EVERYDAY_WEIGHT = 0.6


Vector = np.ndarray[tuple[int], np.dtype[np.float64]]


def embed_text(text: str) -> list[float]:
    """Return the `unit_vector` of a text as an embedding model's answer holds it."""
    return unit_vector(text).round(6).tolist()


def unit_vector(text: str) -> Vector:
    """Return the unit vector of a text, 1536 dimensions; a text without words gets a fixed unit vector."""
    kept = [word for word in words(text) if word not in STOP_WORDS]
    vector = np.zeros(DIMENSIONS)
    for word, count in Counter(kept).items():
        strength = 1 + math.log(count)
        for index, weight in _features(word):
            vector[index] += weight * strength
    for family, count in Counter(found.family for found in find_families([root(word) for word in kept])).items():
        index, weight = _place(f"family:{family}", FAMILY_WEIGHT)
        vector[index] += weight * (1 + math.log(count))
    norm = float(np.linalg.norm(vector))
    if norm == 0:
        vector[0] = norm = 1.0
    return vector / norm


@cache_words(50_000)
def _features(word: str) -> tuple[tuple[int, float], ...]:
    return tuple(_hashed(word))


def _hashed(word: str) -> Iterator[tuple[int, float]]:
    importance = EVERYDAY_WEIGHT if root(word) in everyday_roots() else 1.0
    yield _place("stem:" + root(word), STEM_WEIGHT * importance)
    padded = f"^{word}$"
    trigrams = [padded[i : i + 3] for i in range(len(padded) - 2)]
    for trigram in trigrams:
        yield _place("tri:" + trigram, importance * TRIGRAM_WEIGHT / math.sqrt(len(trigrams)))


def _place(feature: str, weight: float) -> tuple[int, float]:
    digest = crc32(feature.encode())
    return digest % DIMENSIONS, weight if digest & 0x80000000 else -weight
