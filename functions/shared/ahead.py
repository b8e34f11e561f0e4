"""Work begun before it is asked for: who knows a question first announces it, who will have to work on it listens.

Everything here is a head start inside one process: a result that is not there, failed or is too old is only made later.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from functions.shared.errors import DatabaseUnavailable, ProviderFailure

if TYPE_CHECKING:
    from functions.shared.clients import Clients

CAPACITY = 64
# Seconds; the knowledge may change, and a router model has answered by then.
MAX_AGE_S = 10.0

Listener = Callable[["Clients", str], None]
_listeners: list[Listener] = []


def when_announced(listener: Listener) -> Listener:
    """Register what begins to work as soon as a question is announced; it must return at once."""
    _listeners.append(listener)
    return listener


def announce(clients: "Clients", question: str) -> None:
    """Tell whoever listens in this process that passages for the question will probably be wanted."""
    for listener in _listeners:
        listener(clients, question)


class Ahead:
    """Results on their way, each to be taken once."""

    def __init__(self) -> None:
        self._tasks: dict[Hashable, tuple[float, asyncio.Task[Any]]] = {}

    def begin(self, key: Hashable, work: Coroutine[Any, Any, Any]) -> None:
        """Start the work, in place of an older one of the same key."""
        self._drop(key)
        for oldest in list(self._tasks)[: len(self._tasks) - CAPACITY + 1]:
            self._drop(oldest)
        task = asyncio.create_task(work)
        task.add_done_callback(_read_failure)
        self._tasks[key] = (time.monotonic(), task)

    async def take(self, key: Hashable) -> Any | None:
        """Return the result, or None where there is none to be had: then do the work yourself."""
        begun, task = self._tasks.pop(key, (0.0, None))
        if task is None:
            return None
        if time.monotonic() - begun > MAX_AGE_S:
            task.cancel()
            return None
        try:
            return await task
        except (ProviderFailure, DatabaseUnavailable):
            return None

    async def close(self) -> None:
        """Cancel what is still on its way."""
        tasks = [task for _, task in self._tasks.values()]
        for key in list(self._tasks):
            self._drop(key)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _drop(self, key: Hashable) -> None:
        _, task = self._tasks.pop(key, (0.0, None))
        if task is not None:
            task.cancel()


@asynccontextmanager
async def open_ahead() -> AsyncGenerator[Ahead]:
    """Open an empty store, and cancel at the end what is still on its way."""
    ahead = Ahead()
    try:
        yield ahead
    finally:
        await ahead.close()


def _read_failure(done: asyncio.Task[Any]) -> None:
    """Nobody may ask for it: a failure is read here, so that asyncio does not report it as lost."""
    if not done.cancelled():
        done.exception()
