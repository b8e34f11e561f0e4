"""The chain as a whole: OpenAI behind OpenRouter, the time of the turn, and the breakers, through the real wire."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

ASKED, FALLBACK, OFFLINE = "anthropic/claude-sonnet-5.5", "openai/gpt-5.5-mini", "local/offline-writer"
AT_OPENAI = "gpt-5.5-mini"
TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a10"

both_modes = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


@both_modes
async def test_openai_itself_answers_when_openrouter_is_away(stream: bool, gateway: Any, simulator: Any) -> None:
    simulator.behave("openrouter", "unavailable_503")
    answer = await gateway.ask(stream=stream, temperature=0.5, top_p=0.9, max_tokens=900)
    assert answer.model == AT_OPENAI
    assert answer.text.startswith("Réponse simulée de Audrey")
    assert answer.usage["total_tokens"] > 0


async def test_openai_is_asked_privately_and_only_what_it_takes(gateway: Any, simulator: Any) -> None:
    simulator.behave("openrouter", "unavailable_503")
    await gateway.ask(stream=False, temperature=0.5, max_tokens=900)
    body = simulator.chats()[-1]["body"]
    assert body["store"] is False
    assert set(body) == {
        "model",
        "messages",
        "max_completion_tokens",
        "reasoning_effort",
        "store",
        "stream",
        "stream_options",
    }
    assert (body["reasoning_effort"], body["max_completion_tokens"]) == ("low", 2_900)


@pytest.mark.parametrize("change", [{"openai_api_key": None}, {"writer_openai_model": "none"}])
async def test_openai_is_not_asked_without_its_key_or_its_model(
    change: dict[str, Any], settings_for: Any, open_gateway: Any, simulator: Any
) -> None:
    simulator.behave("openrouter", "unavailable_503")
    async with open_gateway(settings_for(writer_first_token_timeout_s=20, **change)) as gateway:
        assert (await gateway.ask(stream=False)).model == OFFLINE
    assert [call["path"].split("/")[1] for call in simulator.chats()] == ["openrouter", "openrouter"]


async def test_an_account_at_openai_without_credit_is_for_a_person(gateway: Any, simulator: Any, logged: Any) -> None:
    simulator.behave("openrouter", "unavailable_503")
    simulator.behave("openai", "no_credit_402")
    assert (await gateway.ask(stream=False)).model == OFFLINE
    assert [(line["kind"], line["level"]) for line in logged("writer_failed")][-1] == ("no_credit", "error")


@both_modes
async def test_a_name_that_no_server_has_is_a_failure_like_another(
    stream: bool, settings_for: Any, open_gateway: Any, logged: Any
) -> None:
    nowhere = "http://provider.invalid/v1"
    async with open_gateway(settings_for(openrouter_base_url=nowhere, openai_base_url=nowhere)) as gateway:
        assert (await gateway.ask(stream=stream)).model == OFFLINE
    assert {line["kind"] for line in logged("writer_failed")} <= {"refused", "timeout"}


@pytest.mark.parametrize("retry_after", [None, 1, 3600])
async def test_a_rate_limit_is_answered_by_the_next_model_at_once(
    retry_after: int | None, gateway: Any, simulator: Any
) -> None:
    simulator.behave("openrouter", "rate_limited_429", model=ASKED, retry_after=retry_after)
    assert (await gateway.ask(stream=True)).model == FALLBACK
    assert [call["body"]["model"] for call in simulator.chats()] == [ASKED, FALLBACK]


@both_modes
async def test_when_nobody_answers_the_first_word_comes_within_the_turn(
    stream: bool, settings_for: Any, open_gateway: Any, simulator: Any
) -> None:
    for provider in ("openrouter", "openai"):
        simulator.behave(provider, "stall_headers")
    async with open_gateway(settings_for(turn_first_token_s=6)) as gateway:
        start = time.monotonic()
        answer = await gateway.ask(stream=stream)
    assert answer.model == OFFLINE
    # each of the three had its share; what is above the budget is this machine's
    assert 3 <= time.monotonic() - start < 6 + 3


async def test_what_the_turn_took_before_is_taken_from_the_writers(
    settings_for: Any, open_gateway: Any, simulator: Any, logged: Any
) -> None:
    for provider in ("openrouter", "openai"):
        simulator.behave(provider, "stall_headers")
    received = (datetime.now(UTC) - timedelta(seconds=9.5)).isoformat()
    async with open_gateway(settings_for()) as gateway:
        body = {"model": ASKED, "messages": [{"role": "user", "content": "Bonjour"}]}
        headers = {"X-Turn-Id": f"{TURN_ID}; received={received}"}
        answer = await gateway.client.post("/llm/v1/chat/completions", json=body, headers=headers)
    assert answer.json()["model"] == OFFLINE
    # the first model always has its second; nobody is asked after it
    assert len(simulator.chats()) == 1
    assert logged("request")[-1]["turn_id"] == TURN_ID


async def test_a_model_that_keeps_failing_is_no_longer_asked_and_then_probed_once(
    settings_for: Any, open_gateway: Any, simulator: Any
) -> None:
    simulator.behave("openrouter", "server_500", model=ASKED)
    patient = settings_for(breaker_failures=3, breaker_open_s=60, writer_first_token_timeout_s=20)
    async with open_gateway(patient) as gateway:
        for _ in range(6):
            assert (await gateway.ask(stream=True)).model == FALLBACK
        metrics = (await gateway.client.get("/metrics")).text
    asked = [call["body"]["model"] for call in simulator.chats()]
    assert (asked.count(ASKED), asked.count(FALLBACK)) == (3, 6)
    assert f'functions_breaker_state{{dependency="openrouter/{ASKED}"}} 2.0' in metrics


async def test_a_fallback_behind_an_open_breaker_is_named_in_the_record(
    settings_for: Any, open_gateway: Any, simulator: Any, logged: Any
) -> None:
    simulator.behave("openrouter", "server_500", model=ASKED)
    async with open_gateway(settings_for(breaker_failures=1, breaker_open_s=60)) as gateway:
        await gateway.ask(stream=False)
        await gateway.ask(stream=False)
    record = logged("llm_call_not_stored")[-1]
    assert (record["status"], record["failures"]) == ("fallback", [{"model": ASKED, "kind": "open"}])
