"""The facts of the request at hand: any step notes them, and the request's one log line carries them."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_facts: ContextVar[dict[str, object] | None] = ContextVar("facts", default=None)


def start_facts() -> dict[str, object]:
    """Begin an empty set of facts for this request and return it."""
    facts: dict[str, object] = {}
    _facts.set(facts)
    return facts


def note(**facts: object) -> None:
    """Add facts to the request's log line; never a message's text."""
    current = _facts.get()
    if current is not None:
        current.update(facts)


def noted_times(*names: str) -> dict[str, float]:
    """Return how long these steps of the request took so far, in milliseconds, by `<name>_ms`."""
    facts = _facts.get() or {}
    times = {f"{name}_ms": facts.get(f"{name}_ms") for name in names}
    return {name: ms for name, ms in times.items() if isinstance(ms, float)}


@contextmanager
def step(name: str) -> Generator[None]:
    """Note how long the block took, as `<name>_ms`."""
    start = time.perf_counter()
    try:
        yield
    finally:
        note(**{f"{name}_ms": round((time.perf_counter() - start) * 1000, 1)})
