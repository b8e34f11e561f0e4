"""Embeddings of this process's latest texts: one question is embedded once, however many steps want its vector."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import sha256

from functions.shared.embedding import Embedder

CAPACITY = 256

Key = tuple[str, bytes]


class EmbeddingCache:
    """The latest vectors, finished or on their way; it holds hashes of texts, never the texts."""

    def __init__(self, embedder: Embedder, capacity: int = CAPACITY) -> None:
        self._embedder = embedder
        self._capacity = capacity
        self._tasks: OrderedDict[Key, asyncio.Task[list[float]]] = OrderedDict()

    def warm(self, text: str) -> None:
        """Start to embed a text that will be wanted soon; a failure shows when it is wanted."""
        self._task(text)

    async def embedded(self, text: str) -> list[float]:
        """Return the vector of a text, shared with whoever else asks; raise `ProviderFailure`."""
        # Shielded: a caller who gives up must not take the vector from the others.
        return await asyncio.shield(self._task(text))

    async def close(self) -> None:
        """Cancel what is still on its way."""
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _task(self, text: str) -> asyncio.Task[list[float]]:
        key = (self._embedder.model, sha256(text.encode()).digest())
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.create_task(self._embed(text))
            task.add_done_callback(lambda done: self._forget_failure(key, done))
            self._tasks[key] = task
        self._tasks.move_to_end(key)
        self._drop_oldest()
        return task

    async def _embed(self, text: str) -> list[float]:
        [vector] = await self._embedder.embed([text])
        return vector

    def _forget_failure(self, key: Key, done: asyncio.Task[list[float]]) -> None:
        """The next one who asks tries again; reading the exception tells asyncio that it was seen."""
        if (done.cancelled() or done.exception() is not None) and self._tasks.get(key) is done:
            del self._tasks[key]

    def _drop_oldest(self) -> None:
        for key in list(self._tasks)[: max(0, len(self._tasks) - self._capacity)]:
            del self._tasks[key]


@asynccontextmanager
async def open_cache(embedder: Embedder) -> AsyncGenerator[EmbeddingCache, None]:
    """Open an empty cache, and cancel at the end what is still on its way."""
    cache = EmbeddingCache(embedder)
    try:
        yield cache
    finally:
        await cache.close()
