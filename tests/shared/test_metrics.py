"""What Prometheus reads: the labels are closed sets, and each failure is counted by who failed and how."""

import httpx
import pytest
from prometheus_client import generate_latest
from supabase import AsyncClientOptions, acreate_client

from functions.shared.database import call
from functions.shared.errors import DatabaseUnavailable
from functions.shared.llm_calls import LlmCall, record_llm_call
from functions.shared.metrics import REGISTRY

CLOSED = {
    "dependency",
    "route", "status", "provider", "kind", "role", "direction", "agent", "decided_by", "part", "le",
}  # fmt: skip


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def refuse(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


def stall(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow")


def reject(_: httpx.Request) -> httpx.Response:
    return httpx.Response(400, json={"code": "22023", "message": "no", "details": None, "hint": None})


@pytest.mark.parametrize(("answer", "kind"), [(refuse, "refused"), (stall, "timeout"), (reject, "bad_request")])
async def test_a_database_that_fails_is_counted_by_kind(answer, kind):
    before = value("functions_provider_failures_total", provider="database", kind=kind)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        database = await acreate_client("http://database", "key", AsyncClientOptions(httpx_client=http))
        with pytest.raises(DatabaseUnavailable):
            await call(database, "ping")
    assert value("functions_provider_failures_total", provider="database", kind=kind) == before + 1


async def test_a_models_answer_is_counted_with_its_first_word_its_tokens_and_its_cost():
    def counts() -> list[float]:
        return [
            value("functions_llm_calls_total", role="writer", status="ok"),
            value("functions_llm_first_token_seconds_count", role="writer"),
            value("functions_llm_tokens_total", role="writer", direction="prompt"),
            value("functions_llm_cost_usd_total", role="writer"),
        ]

    before = counts()
    record = LlmCall(
        role="writer", model_asked="m", model="m", prompt_tokens=10, cost_usd=0.5, latency_ms=9, first_token_ms=4,
        status="ok",
    )  # fmt: skip
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(204))) as http:
        await record_llm_call(await acreate_client("http://d", "k", AsyncClientOptions(httpx_client=http)), record)
    added = [after - earlier for after, earlier in zip(counts(), before, strict=True)]
    assert added == pytest.approx([1, 1, 10, 0.5])


def test_no_metric_has_a_label_that_could_hold_a_visitors_data():
    labels = {label for family in REGISTRY.collect() for sample in family.samples for label in sample.labels}
    assert labels <= CLOSED
    assert b"functions_llm_cost_usd" in generate_latest(REGISTRY)
