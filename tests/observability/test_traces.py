"""Spans of the functions, received by a collector on loopback; off, nothing of OpenTelemetry is loaded."""

import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from functions.llm.app import router as llm
from functions.orchestrate.app import router as orchestrate
from functions.postprocess.app import router as postprocess
from functions.shared.web import create_app
from tests.conftest import TOKEN
from tests.observability.collector import Collector

WORDS = "cactusbleu7391"
TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a11"
TRACE = TURN_ID.replace("-", "")


@pytest.fixture(scope="module")
def collector() -> Collector:
    return Collector()


@pytest.fixture(scope="module")
async def traced(settings_for: Any, collector: Collector) -> AsyncIterator[httpx.AsyncClient]:
    from tests.conftest import serving

    with serving(collector.app()) as url:
        settings = settings_for(otel_exporter_otlp_endpoint=url, router_mode="llm")
        app: FastAPI = create_app("traced", orchestrate, llm, postprocess, settings=settings)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t", headers=headers) as client,
        ):
            yield client


async def test_a_request_joins_the_trace_of_its_caller(traced: httpx.AsyncClient, collector: Collector) -> None:
    trace, parent = uuid4().hex, "b7ad6b7169203331"
    body = {"message": f"Je suis {WORDS}", "turn_id": str(uuid4())}
    reply = await traced.post("/orchestrate", json=body, headers={"traceparent": f"00-{trace}-{parent}-01"})
    assert reply.status_code == 200

    spans = collector.wait_for(trace, {"POST /orchestrate", "POST"})

    [request] = [span for span in spans if span.name == "POST /orchestrate"]
    assert (request.parent_id, request.service) == (parent, "functions")
    assert {span.parent_id for span in spans if span.name == "POST"} == {request.span_id}


async def test_a_request_without_a_trace_joins_the_one_of_its_turn(
    traced: httpx.AsyncClient, collector: Collector
) -> None:
    messages = [{"role": "user", "content": f"Un tunnel pour {WORDS} ?"}]
    body = {"model": "anthropic/claude-sonnet-5.5", "messages": messages}
    reply = await traced.post("/llm/v1/chat/completions", json=body, headers={"X-Turn-Id": TURN_ID})
    assert reply.status_code == 200

    [span] = [one for one in collector.wait_for(TRACE, {"POST /llm/v1/chat/completions"}) if "/llm" in one.name]
    assert span.parent_id == TRACE[16:]


async def test_no_span_holds_a_text_or_a_secret(traced: httpx.AsyncClient, collector: Collector) -> None:
    trace = uuid4().hex
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01", "X-Turn-Id": WORDS}
    await traced.post("/orchestrate", json={"message": WORDS, "unknown": WORDS}, headers=headers)
    collector.wait_for(trace, {"POST /orchestrate"})

    sent = b"".join(collector.raw)

    assert b"/orchestrate" in sent
    for secret in (WORDS, TOKEN, "sb_secret_of_the_tests"):
        assert secret.encode() not in sent


async def test_providers_are_not_told_the_trace(
    traced: httpx.AsyncClient, simulator: Any, collector: Collector
) -> None:
    await traced.post("/orchestrate", json={"message": "Un tunnel ?"}, headers={"X-Turn-Id": TURN_ID})
    assert simulator.calls()
    assert not [call for call in simulator.calls() if "traceparent" in {name.lower() for name in call["headers"]}]


async def test_health_and_the_teams_pages_are_not_traced(traced: httpx.AsyncClient, collector: Collector) -> None:
    trace = uuid4().hex
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    await traced.get("/healthz", headers=headers)
    await traced.post("/orchestrate", json={"message": "Un tunnel ?"}, headers=headers)
    spans = collector.wait_for(trace, {"POST /orchestrate"})
    assert not [span for span in spans if "healthz" in span.name]


def test_without_a_collector_nothing_of_the_exporter_is_loaded() -> None:
    check = (
        "import asyncio, sys; from functions.shared.settings import Settings; from functions.shared.tracing import "
        "start_tracing; import functions.main; start_tracing(functions.main.app, Settings(_env_file=None)); "
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter', "
        "'opentelemetry.instrumentation'))])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
