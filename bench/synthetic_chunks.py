"""Synthetic passages that behave like real ones: topics, common and rare words, vectors in clusters."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 1536
TOPICS = 400
VOCABULARY = 20_000
WORDS_PER_PASSAGE = 90
WORDS_PER_QUESTION = 7
# Shares of a vector: what all texts have in common, their topic, and what is their own. Two passages of one topic have
# a cosine near 0.6, of two topics near 0.25, as French passages under text-embedding-3-small do.
COMMON, TOPIC, OWN = 0.5, 0.6, 0.65
OWNERS = ("audrey", "carole", "shared")
OWNER_SHARES = (0.90, 0.01, 0.09)

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Batch:
    """Some passages."""

    owners: list[str]
    texts: list[str]
    vectors: Vectors


class World:
    """One seed, one world: the same topics, words and passages every time."""

    def __init__(self, seed: int = 7) -> None:
        self.random = np.random.default_rng(seed)
        self.common = _unit(self.random.normal(size=(1, DIMENSIONS)))
        self.topics = _unit(self.random.normal(size=(TOPICS, DIMENSIONS)))
        self.basis = self.random.normal(size=(192, DIMENSIONS))
        self.words = _words(self.random)
        ranks = np.arange(1, VOCABULARY + 1)
        self.frequencies = (1 / ranks) / (1 / ranks).sum()  # Zipf
        self.topic_words = self.random.integers(200, VOCABULARY, size=(TOPICS, 60))

    def batches(self, passages: int, size: int = 2_000) -> Iterator[Batch]:
        """Yield so many passages, a batch at a time."""
        for start in range(0, passages, size):
            count = min(size, passages - start)
            topics = self.random.integers(0, TOPICS, count)
            owners = [OWNERS[index] for index in self.random.choice(len(OWNERS), size=count, p=OWNER_SHARES)]
            yield Batch(owners, [self._text(topic, WORDS_PER_PASSAGE) for topic in topics], self._vectors(topics))

    def questions(self, count: int) -> tuple[list[str], Vectors]:
        """Return questions and their vectors."""
        topics = self.random.integers(0, TOPICS, count)
        return [self._text(topic, WORDS_PER_QUESTION) for topic in topics], self._vectors(topics)

    def _text(self, topic: int, length: int) -> str:
        general = self.random.choice(VOCABULARY, size=length - length // 3, p=self.frequencies)
        special = self.random.choice(self.topic_words[topic], size=length // 3)
        return " ".join(self.words[index] for index in self.random.permutation(np.concatenate([general, special])))

    def _vectors(self, topics: NDArray[np.int64]) -> Vectors:
        own = _unit(self.random.normal(size=(len(topics), len(self.basis))) @ self.basis)
        return _unit(COMMON * self.common + TOPIC * self.topics[topics] + OWN * own).astype(np.float32)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _words(random: np.random.Generator) -> list[str]:
    starts, ends = "bcdfglmnprstv", "aeiou"
    syllables = [start + end for start in starts for end in ends]
    return ["".join(syllables[index] for index in random.integers(0, len(syllables), 3)) for _ in range(VOCABULARY)]
