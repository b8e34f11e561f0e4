"""One model is asked once: its pieces as they come, or the failure that makes us ask the next one."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol

from functions.llm.chunks import Json, Piece, read_chunks
from functions.llm.length import fit
from functions.llm.progress import FINISH_REASONS, Progress, monotonic
from functions.shared.errors import FailureKind, ProviderFailure
from functions.shared.metrics import provider_failures

# Seconds: what may come after the last word is the usage.
USAGE_PATIENCE_S = 1.0


class ChatProvider(Protocol):
    """Whoever streams chat completions."""

    @property
    def name(self) -> str:
        """The provider's name in failures and breakers."""
        ...

    def stream(self, body: dict[str, Any], timeout_s: float) -> AsyncGenerator[list[Json], None]:
        """Yield the chunks of each network read; raise `ProviderFailure`."""
        ...


@dataclass(frozen=True)
class Limits:
    """How long a model may take: to its first word, between two pieces (seconds), and at all (the loop's clock)."""

    first_token_s: float
    silence_s: float
    deadline: float


async def attempt(
    provider: ChatProvider, body: dict[str, Any], limits: Limits, progress: Progress
) -> AsyncGenerator[Piece, None]:
    """Yield the pieces that say something; raise `ProviderFailure`, `empty` if there was none."""
    sent, patience, last, finished = 0, limits.first_token_s, monotonic(), False
    async with aclosing(provider.stream(body, limits.silence_s)) as batches:
        while True:
            try:
                piece = await _next(batches, provider.name, min(last + patience, limits.deadline))
            except ProviderFailure:
                if finished:
                    break  # the whole answer is there: what broke afterwards only cost us its usage
                raise
            if piece is None:
                break
            _take_note(piece, progress)
            if piece.says_something():
                text, full = fit(sent, piece.content)
                yield Piece(content=text, tool_calls=piece.tool_calls)
                if full:
                    progress.finish_reason = "length"
                    return
                sent, patience, last = sent + len(text), limits.silence_s, monotonic()
            if piece.finish_reason == "error":
                raise _failure(provider.name, "server_error")
            if piece.finish_reason is not None:
                finished, patience, last = True, USAGE_PATIENCE_S, monotonic()
    if progress.first_token_s is None:
        raise _failure(provider.name, "empty")


async def _next(batches: AsyncGenerator[list[Json], None], provider: str, deadline: float) -> Piece | None:
    try:
        async with asyncio.timeout_at(deadline):
            batch = await anext(batches, None)
    except TimeoutError as error:
        raise _failure(provider, "timeout") from error
    return None if batch is None else read_chunks(batch)


def _take_note(piece: Piece, progress: Progress) -> None:
    progress.model = piece.model or progress.model
    progress.usage = piece.usage or progress.usage
    progress.finish_reason = FINISH_REASONS.get(piece.finish_reason or "", progress.finish_reason)
    if piece.says_something():
        progress.saw_text(piece.content)


def _failure(provider: str, kind: FailureKind) -> ProviderFailure:
    provider_failures.labels(provider, kind).inc()
    return ProviderFailure(provider, kind)
