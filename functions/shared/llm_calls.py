"""The record of one question put to the language models: stored with its turn, and logged when that fails."""

import asyncio
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, TypeAdapter
from supabase import AsyncClient

from functions.shared.database import call
from functions.shared.errors import DatabaseUnavailable, FailureKind
from functions.shared.logs import get_logger
from functions.shared.metrics import llm_calls, llm_cost_usd, llm_first_token_seconds, llm_tokens

# Seconds: a slow database may delay the end of an answer by this much, never more.
RECORDING_TIMEOUT_S = 1.0

log = get_logger(__name__)


class ModelFailure(BaseModel):
    """A model that was asked and did not answer."""

    model: str
    kind: FailureKind


class LlmCall(BaseModel):
    """One row of `llm_calls`; a figure that the provider did not give is None, never a guess."""

    turn_id: UUID | None = None
    role: Literal["writer", "router"]
    model_asked: str
    model: str
    """The model that answered."""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost_usd: float | None = None
    latency_ms: int
    first_token_ms: int | None = None
    status: Literal["ok", "fallback", "offline", "cut", "failed"]
    failures: list[ModelFailure] = []
    estimated_tokens: int = 0
    """What the day's budget counts for answers whose provider told no tokens; it is stored nowhere else."""


class TurnCalls(BaseModel):
    """What the models did in one turn: tokens and US dollars of all of them, names and times of the writer."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost_usd: float | None = None
    model_asked: str | None = None
    model_answered: str | None = None
    first_token_ms: int | None = None
    writer_ms: int | None = None
    writer_replaced: bool = False


TURN_CALLS = TypeAdapter(list[TurnCalls])


async def read_turn_calls(database: AsyncClient, turn_id: UUID) -> TurnCalls | None:
    """Return what is recorded of a turn, or None when the database does not say so within a second."""
    try:
        async with asyncio.timeout(RECORDING_TIMEOUT_S):
            rows = await call(database, "turn_calls", turn_id=str(turn_id))
    except (DatabaseUnavailable, TimeoutError):
        return None
    return TURN_CALLS.validate_python(rows)[0]


async def record_llm_call(database: AsyncClient, record: LlmCall) -> None:
    """Store the call and count it; when the database refuses or is slow, the log line holds every figure instead."""
    _count(record)
    figures = record.model_dump(mode="json")
    try:
        async with asyncio.timeout(RECORDING_TIMEOUT_S):
            await call(database, "record_llm_call", call=figures)
    except (DatabaseUnavailable, TimeoutError) as error:
        log.error("llm_call_not_stored", error=type(error).__name__, **figures)


def _count(record: LlmCall) -> None:
    llm_calls.labels(record.role, record.status).inc()
    if record.first_token_ms is not None:
        llm_first_token_seconds.labels(record.role).observe(record.first_token_ms / 1000)
    llm_tokens.labels(record.role, "prompt").inc(record.prompt_tokens or 0)
    llm_tokens.labels(record.role, "completion").inc(record.completion_tokens or 0)
    llm_cost_usd.labels(record.role).inc(record.cost_usd or 0)
