"""The second stage: the router model is asked, once more if its answer is malformed, and its cost is recorded."""

import secrets
import time
from functools import partial
from typing import Any, Literal, cast

from functions.orchestrate.llm_verdict import LlmVerdict, MalformedVerdict, read_verdict
from functions.orchestrate.models import Turn
from functions.orchestrate.router_prompt import router_request
from functions.shared.breakers import NOT_ASKED
from functions.shared.clients import Clients
from functions.shared.errors import ProviderFailure
from functions.shared.facts import note
from functions.shared.llm_calls import LlmCall, ModelFailure, record_llm_call
from functions.shared.openrouter import OpenRouter

MAX_ASKS = 2
MARKER_BYTES = 6


async def ask_router(clients: Clients, openrouter: OpenRouter, turn: Turn) -> LlmVerdict:
    """Return the router model's verdict; raise `ProviderFailure`, kind `malformed` after two answers without one."""
    settings = clients.settings
    body = router_request(settings.router_model, turn.message, turn.history, secrets.token_hex(MARKER_BYTES))
    deadline = time.perf_counter() + settings.router_timeout_s
    for again in range(MAX_ASKS):
        start = time.perf_counter()
        if again and (start >= deadline or not clients.resilience.budget.spend()):
            break
        ask = partial(openrouter.complete, body, deadline - start)
        try:
            completion = await clients.resilience.ask(f"openrouter/{settings.router_model}", ask, deadline - start)
        except ProviderFailure as failure:
            await _record(clients, turn, start, {}, failure)
            raise
        try:
            verdict = read_verdict(completion["choices"][0]["message"]["content"])
        except MalformedVerdict:
            await _record(clients, turn, start, completion, ProviderFailure("openrouter", "malformed"))
            continue
        await _record(clients, turn, start, completion, None)
        return verdict
    raise ProviderFailure("openrouter", "malformed", "no verdict in the model's text")


async def _record(
    clients: Clients, turn: Turn, start: float, completion: dict[str, Any], failure: ProviderFailure | None
) -> None:
    model = clients.settings.router_model
    usage = _object(completion.get("usage"))
    latency_ms = round((time.perf_counter() - start) * 1000)
    status: Literal["ok", "failed"] = "failed" if failure else "ok"
    record = LlmCall(
        turn_id=turn.turn_id,
        role="router",
        model_asked=model,
        model=str(completion.get("model") or model),
        prompt_tokens=_number(usage.get("prompt_tokens")),
        completion_tokens=_number(usage.get("completion_tokens")),
        cost_usd=usage.get("cost") if isinstance(usage.get("cost"), int | float) else None,
        latency_ms=latency_ms,
        status=status,
        failures=[ModelFailure(model=model, kind=failure.kind)] if failure else [],
    )
    note(router_llm_ms=latency_ms, router_llm=failure.kind if failure else "ok", router_cost_usd=record.cost_usd)
    if failure is None or failure.kind not in NOT_ASKED:
        await record_llm_call(clients.database, record)


def _object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
