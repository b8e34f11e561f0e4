"""The record of a call: stored through one SQL function, or kept whole in the log; never in the way of the answer."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from supabase import AsyncClient, AsyncClientOptions, acreate_client

from functions.shared.llm_calls import LlmCall, ModelFailure, record_llm_call
from functions.shared.logs import configure_logs

CALL = LlmCall(
    turn_id=UUID("0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a10"),
    role="writer",
    model_asked="anthropic/claude-sonnet-5.5",
    model="openai/gpt-5.5-mini",
    prompt_tokens=1200,
    completion_tokens=300,
    cost_usd=0.0081,
    latency_ms=4200,
    first_token_ms=900,
    status="fallback",
    failures=[ModelFailure(model="anthropic/claude-sonnet-5.5", kind="timeout")],
)


@asynccontextmanager
async def database(answer: Callable[[httpx.Request], Any]) -> AsyncIterator[AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        yield await acreate_client("http://database", "key", AsyncClientOptions(httpx_client=http))


async def test_the_row_goes_through_one_sql_function_with_every_column() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=None)

    async with database(answer) as client:
        await record_llm_call(client, CALL)
    assert seen[0].url.path == "/rest/v1/rpc/record_llm_call"
    assert json.loads(seen[0].content) == {
        "call": {
            "turn_id": "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a10",
            "role": "writer",
            "model_asked": "anthropic/claude-sonnet-5.5",
            "model": "openai/gpt-5.5-mini",
            "prompt_tokens": 1200,
            "completion_tokens": 300,
            "cost_usd": 0.0081,
            "latency_ms": 4200,
            "first_token_ms": 900,
            "status": "fallback",
            "failures": [{"model": "anthropic/claude-sonnet-5.5", "kind": "timeout"}],
            "estimated_tokens": 0,
        }
    }


def refuse(_: httpx.Request) -> httpx.Response:
    return httpx.Response(400, json={"code": "23514", "message": "refused", "details": None, "hint": None})


def unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize("answer", [refuse, unreachable])
async def test_what_the_database_does_not_take_is_logged_with_every_figure(
    answer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs("info")
    async with database(answer) as client:
        await record_llm_call(client, CALL)
    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (line["event"], line["level"]) == ("llm_call_not_stored", "error")
    assert CALL.model_dump(mode="json").items() <= line.items()


async def test_a_slow_database_delays_the_answer_by_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.shared.llm_calls.RECORDING_TIMEOUT_S", 0.1)

    async def sleep(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return httpx.Response(200)

    start = time.monotonic()
    async with database(sleep) as client:
        await record_llm_call(client, CALL)
    assert time.monotonic() - start < 1
