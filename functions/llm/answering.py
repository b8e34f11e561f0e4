"""The two ways to hand an answer over: whole, or as server-sent events; both store its cost before its end."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from uuid import uuid4

from functions.llm.chunks import DONE, Envelope
from functions.llm.guarding import guarded
from functions.llm.models import ChatRequest
from functions.llm.progress import Progress
from functions.llm.writing import write
from functions.shared.clients import Clients
from functions.shared.facts import note
from functions.shared.llm_calls import record_llm_call
from functions.shared.logs import get_logger

log = get_logger(__name__)


async def answer_whole(request: ChatRequest, clients: Clients, progress: Progress) -> dict[str, Any]:
    """Return OpenAI's completion."""
    async with aclosing(write(request, clients, progress)) as pieces:
        held = [piece async for piece in guarded(pieces, request, clients)]
    await _record(clients, progress)
    return _envelope().completion(progress, held)


async def answer_in_stream(request: ChatRequest, clients: Clients, progress: Progress) -> AsyncGenerator[str, None]:
    """Yield OpenAI's events."""
    envelope, delta, recorded = _envelope(), {"role": "assistant"}, False
    try:
        async with aclosing(write(request, clients, progress)) as pieces:
            async for piece in guarded(pieces, request, clients):
                calls = {"tool_calls": piece.tool_calls} if piece.tool_calls else {}
                yield envelope.delta(progress, delta | {"content": piece.content} | calls)
                delta = {}
        recorded = True
        await _record(clients, progress)
        yield envelope.delta(progress, {}, progress.finish_reason)
        if request.wants_usage():
            yield envelope.usage(progress)
        yield DONE
    finally:
        if not recorded:
            _log_abandoned(progress)


def _envelope() -> Envelope:
    return Envelope(id=f"chatcmpl-{uuid4().hex}", created=int(time.time()))


async def _record(clients: Clients, progress: Progress) -> None:
    call = progress.as_call()
    figures = call.model_dump(mode="json", exclude={"latency_ms", "role", "status"})
    note(**figures, llm_status=call.status, cached_tokens=progress.usage.cached_tokens)
    await record_llm_call(clients.database, call)


def _log_abandoned(progress: Progress) -> None:
    # The caller left: there is nobody to answer and no time to wait for the database, the log line is the record.
    call = progress.as_call().model_copy(update={"status": "cut"})
    log.warning("llm_call_abandoned", **call.model_dump(mode="json"))
