"""The offline stand-in of the embedding model: feature hashing of stems and character trigrams.

Deterministic and fast; it sees shared words, inflections and typing errors, not synonyms. Signed hashing follows
Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009).
"""

import math
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

import numpy as np

from functions.shared.text import STOP_WORDS, stem, words

DIMENSIONS = 1536
STEM_WEIGHT = 1.0
TRIGRAM_WEIGHT = 0.35


def embed_text(text: str) -> list[float]:
    """Return the unit vector of a text, 1536 dimensions; a text without words gets a fixed unit vector."""
    vector = np.zeros(DIMENSIONS)
    for word, count in Counter(words(text)).items():
        if word in STOP_WORDS:
            continue
        strength = 1 + math.log(count)
        for index, weight in _features(word):
            vector[index] += weight * strength
    norm = float(np.linalg.norm(vector))
    if norm == 0:
        vector[0] = norm = 1.0
    return (vector / norm).round(7).tolist()


@lru_cache(maxsize=50_000)
def _features(word: str) -> tuple[tuple[int, float], ...]:
    return tuple(_hashed(word))


def _hashed(word: str) -> Iterator[tuple[int, float]]:
    yield _place("stem:" + stem(word), STEM_WEIGHT)
    padded = f"^{word}$"
    trigrams = [padded[i : i + 3] for i in range(len(padded) - 2)]
    for trigram in trigrams:
        yield _place("tri:" + trigram, TRIGRAM_WEIGHT / math.sqrt(len(trigrams)))


def _place(feature: str, weight: float) -> tuple[int, float]:
    digest = crc32(feature.encode())
    return digest % DIMENSIONS, weight if digest & 0x80000000 else -weight
