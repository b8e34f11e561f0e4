"""One model is asked once: its pieces as they come, or the failure that makes us ask the next one."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from functions.llm.chunks import Piece, read_chunk
from functions.llm.length import fit
from functions.llm.progress import FINISH_REASONS, Progress, monotonic
from functions.shared.errors import FailureKind, ProviderFailure
from functions.shared.metrics import provider_failures
from functions.shared.openrouter import OpenRouter


@dataclass(frozen=True)
class Limits:
    """How long a model may take: to its first word, between two pieces (seconds), and at all (the loop's clock)."""

    first_token_s: float
    silence_s: float
    deadline: float


async def attempt(
    openrouter: OpenRouter, body: dict[str, Any], limits: Limits, progress: Progress
) -> AsyncGenerator[Piece, None]:
    """Yield the pieces that say something; raise `ProviderFailure`, `empty` if there was none."""
    sent, patience, last = 0, limits.first_token_s, monotonic()
    async with aclosing(_pieces(openrouter, body, limits.silence_s)) as pieces:
        while piece := await _next(pieces, min(last + patience, limits.deadline)):
            _take_note(piece, progress)
            if not piece.says_something():
                continue
            text, full = fit(sent, piece.content)
            yield Piece(content=text, tool_calls=piece.tool_calls)
            if full:
                progress.finish_reason = "length"
                return
            sent, patience, last = sent + len(text), limits.silence_s, monotonic()
    if progress.first_token_s is None:
        raise _failure("empty")


async def _pieces(openrouter: OpenRouter, body: dict[str, Any], silence_s: float) -> AsyncGenerator[Piece, None]:
    finished = False
    try:
        async with aclosing(openrouter.stream(body, silence_s)) as chunks:
            async for chunk in chunks:
                piece = read_chunk(chunk)
                if piece.finish_reason == "error":
                    raise _failure("server_error")
                finished = finished or piece.finish_reason is not None
                yield piece
    except ProviderFailure:
        # The whole answer is there: what broke afterwards only cost us its usage.
        if not finished:
            raise


async def _next(pieces: AsyncGenerator[Piece, None], deadline: float) -> Piece | None:
    try:
        async with asyncio.timeout_at(deadline):
            return await anext(pieces, None)
    except TimeoutError as error:
        raise _failure("timeout") from error


def _take_note(piece: Piece, progress: Progress) -> None:
    progress.model = piece.model or progress.model
    progress.usage = piece.usage or progress.usage
    progress.finish_reason = FINISH_REASONS.get(piece.finish_reason or "", progress.finish_reason)
    if piece.says_something():
        progress.saw_text()


def _failure(kind: FailureKind) -> ProviderFailure:
    provider_failures.labels("openrouter", kind).inc()
    return ProviderFailure("openrouter", kind)
