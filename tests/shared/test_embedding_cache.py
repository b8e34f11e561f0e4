import asyncio
from collections.abc import Sequence

import pytest

from functions.shared.embedding_cache import EmbeddingCache, open_cache
from functions.shared.errors import ProviderFailure


class SlowEmbedder:
    """Counts what it embeds, waits for its gate, and fails as often as it is told."""

    model = "local/slow"

    def __init__(self, failures: int = 0) -> None:
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.failures = failures

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.asked += texts
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise ProviderFailure("openai", "timeout")
        return [[float(len(text))] for text in texts]


async def test_two_who_ask_at_once_share_one_call() -> None:
    embedder = SlowEmbedder()
    cache = EmbeddingCache(embedder)
    cache.warm("abc")
    waiting = asyncio.gather(cache.embedded("abc"), cache.embedded("abc"))
    await asyncio.sleep(0)
    embedder.gate.set()

    assert await waiting == [[3.0], [3.0]]
    assert embedder.asked == ["abc"]


async def test_a_failure_is_told_and_not_kept() -> None:
    embedder = SlowEmbedder(failures=1)
    embedder.gate.set()
    cache = EmbeddingCache(embedder)

    with pytest.raises(ProviderFailure):
        await cache.embedded("abc")
    await asyncio.sleep(0)

    assert await cache.embedded("abc") == [3.0]


async def test_a_failure_that_nobody_waits_for_is_silent() -> None:
    embedder = SlowEmbedder(failures=1)
    embedder.gate.set()
    cache = EmbeddingCache(embedder)
    cache.warm("abc")
    for _ in range(5):
        await asyncio.sleep(0)

    assert await cache.embedded("abc") == [3.0]


async def test_who_gives_up_does_not_take_the_vector_from_the_others() -> None:
    embedder = SlowEmbedder()
    cache = EmbeddingCache(embedder)
    impatient = asyncio.create_task(cache.embedded("abc"))
    await asyncio.sleep(0)
    impatient.cancel()
    embedder.gate.set()

    assert await cache.embedded("abc") == [3.0]
    assert embedder.asked == ["abc"]


async def test_only_the_latest_vectors_are_kept() -> None:
    embedder = SlowEmbedder()
    embedder.gate.set()
    cache = EmbeddingCache(embedder, capacity=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        await cache.embedded(text)

    assert embedder.asked == ["a", "b", "c", "b"]


async def test_at_the_end_nothing_is_left_on_its_way() -> None:
    embedder = SlowEmbedder()
    async with open_cache(embedder) as cache:
        waiting = asyncio.create_task(cache.embedded("abc"))
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await waiting
