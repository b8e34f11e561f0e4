"""`/orchestrate` over HTTP, offline and with the simulated router model."""

import json
import time
from typing import Any

import httpx
import pytest

from functions.orchestrate.models import Turn
from functions.orchestrate.router_model import load_model
from functions.shared.metrics import decisions
from tests.orchestrate.conftest import TURN_ID

UNCLEAR = "quel est le mieux entre les deux"
CLEAR = "Comment créer un tunnel de vente et une séquence e-mail dans Kajabi ?"
VERDICT = {
    "reasoning": "Une suite technique.",
    "primary_need": "automation",
    "urgency": "normal",
    "agent": "audrey",
    "confidence": 0.9,
}


@pytest.fixture(autouse=True)
def a_sound_provider(simulator: Any) -> None:
    """Every test begins with a provider that works."""


async def test_offline_the_local_stage_decides_alone(offline: Any, simulator: Any) -> None:
    decision = await offline.route(UNCLEAR)

    assert decision["decided_by"] in {"local", "rule"}
    assert decision["degraded"] == []
    assert simulator.chats() == []


async def test_the_answer_has_the_contracts_fields(offline: Any) -> None:
    decision = await offline.route(
        CLEAR, history=[{"role": "user", "content": "bonjour"}], turn_id=TURN_ID, threshold=0.5
    )

    assert set(decision) == {
        "agent", "confidence", "primary_need", "secondary_needs", "reasoning", "analysis", "decided_by", "degraded",
        "logged_reasoning", "timings",
    }  # fmt: skip
    assert decision["agent"] == "audrey"
    assert decision["analysis"] == {"intent": "automation", "urgency": "normal", "language": "fr"}
    assert decision["secondary_needs"]


async def test_a_clear_message_is_not_sent_to_the_model(hybrid: Any, simulator: Any) -> None:
    decision = await hybrid.route(CLEAR)

    assert (decision["agent"], decision["decided_by"]) == ("audrey", "local")
    assert simulator.chats() == []


async def test_an_unclear_message_is_sent_to_the_model(hybrid: Any, simulator: Any) -> None:
    simulator.behave("openrouter", reply=json.dumps(VERDICT))

    decision = await hybrid.route(UNCLEAR)

    assert (decision["agent"], decision["decided_by"], decision["degraded"]) == ("audrey", "llm", [])
    assert decision["reasoning"] == "Une suite technique."
    assert decision["logged_reasoning"] not in {"", decision["reasoning"]}
    assert decision["timings"]["router_ms"] > 0
    [chat] = simulator.chats()
    assert chat["body"]["model"] == "anthropic/claude-haiku-5.5"
    assert UNCLEAR in chat["body"]["messages"][-1]["content"]


async def test_a_malformed_answer_is_asked_for_once_more(hybrid: Any, simulator: Any) -> None:
    simulator.behave("openrouter", reply=json.dumps(VERDICT))
    simulator.behave("openrouter", "bad_router_json", times=1)

    decision = await hybrid.route(UNCLEAR)

    assert (decision["decided_by"], decision["degraded"]) == ("llm", [])
    assert len(simulator.chats()) == 2


async def test_two_malformed_answers_are_decided_locally(hybrid: Any, simulator: Any) -> None:
    simulator.behave("openrouter", "bad_router_json")

    decision = await hybrid.route(UNCLEAR)

    assert (decision["decided_by"], decision["degraded"]) == ("local", ["router_llm"])
    assert len(simulator.chats()) == 2


@pytest.mark.parametrize(
    "fault",
    [
        "server_500",
        "rate_limited_429",
        "no_credit_402",
        "retired_400",
        "error_200",
        "null_content",
        "empty_choices",
        "stall_headers",
        "malformed_json",
    ],
)
async def test_a_provider_that_fails_is_replaced_and_named(always_llm: Any, simulator: Any, fault: str) -> None:
    simulator.behave("openrouter", fault)

    decision = await always_llm.route(CLEAR)

    assert (decision["agent"], decision["decided_by"], decision["degraded"]) == ("audrey", "local", ["router_llm"])


@pytest.mark.parametrize("fault", ["drip", "stall_headers", "stall_stream"])
async def test_all_that_the_router_does_stays_within_its_seconds(always_llm: Any, simulator: Any, fault: str) -> None:
    simulator.behave("openrouter", fault)
    simulator.behave("openrouter", "bad_router_json", times=1)
    start = time.monotonic()

    decision = await always_llm.route(CLEAR)

    assert decision["degraded"] == ["router_llm"]
    # one second for both asks, and what this machine needs
    assert time.monotonic() - start < 1 + 2


async def test_a_failure_that_passes_costs_no_fallback(hybrid: Any, simulator: Any) -> None:
    simulator.behave("openrouter", reply=json.dumps(VERDICT))
    simulator.behave("openrouter", "server_500", times=1)

    decision = await hybrid.route(UNCLEAR)

    assert (decision["decided_by"], decision["degraded"]) == ("llm", [])


async def test_a_router_model_that_keeps_failing_is_left_alone(
    settings_for: Any, open_desk: Any, simulator: Any, logged: Any
) -> None:
    simulator.behave("openrouter", "no_credit_402")
    async with open_desk(settings_for(router_mode="llm", breaker_failures=2, breaker_open_s=60)) as desk:
        for _ in range(5):
            assert (await desk.route(CLEAR))["degraded"] == ["router_llm"]

    assert len(simulator.chats()) == 2
    # what was not asked cost nothing: there is no row to write
    assert len(logged("llm_call_not_stored")) == 2


async def test_in_llm_mode_the_model_sees_clear_messages_too(always_llm: Any, simulator: Any) -> None:
    assert (await always_llm.route(CLEAR))["decided_by"] == "llm"
    assert len(simulator.chats()) == 1


async def test_a_critical_need_never_waits_for_the_model(always_llm: Any, simulator: Any) -> None:
    decision = await always_llm.route("je veux être remboursée et parler à un humain")

    assert (decision["agent"], decision["decided_by"]) == ("escalate", "rule")
    assert simulator.chats() == []


@pytest.mark.parametrize("message", ["merci !", "quels sont vos tarifs ?", "tu es un robot ?"])
async def test_a_rule_holds_in_every_mode(always_llm: Any, simulator: Any, message: str) -> None:
    decision = await always_llm.route(message)

    assert (decision["agent"], decision["decided_by"]) == ("carole", "rule")
    assert simulator.chats() == []


@pytest.mark.parametrize(
    "message",
    [
        "tunnel " * 571,
        "\u202e\u200b\ufeff\u00ad",
        "👩\u200d👩\u200d👧" * 500,
        "\u0000 é\u0301\u0301\u0301",
        "{message} %s ${jndi:x} \\ud800",
        "مرحبا كيف أبيع دورة",
        "?" * 4000,
    ],
)
async def test_whatever_is_typed_gets_a_decision(offline: Any, hybrid: Any, message: str) -> None:
    for desk in (offline, hybrid):
        decision = await desk.route(message, history=[])
        assert decision["agent"] in {"audrey", "carole", "escalate"}
        assert 0 <= decision["confidence"] <= 1


async def test_while_the_model_decides_the_question_is_embedded(hybrid: Any, simulator: Any) -> None:
    await hybrid.route(UNCLEAR + " stp")

    assert [call["body"]["input"] for call in simulator.calls() if call["provider"] == "openai"] == [[UNCLEAR + " stp"]]


async def test_a_threshold_of_one_leaves_only_small_talk_with_the_experts(offline: Any) -> None:
    assert (await offline.route("une idée de reel ?", threshold=1))["analysis"]["intent"] == "low_confidence"
    assert (await offline.route("bonjour", threshold=1))["agent"] == "carole"


@pytest.mark.parametrize(
    ("written", "share"),
    [
        (None, None), (0, 0), (0.7, 0.7), (1, 1), (70, 0.7), (100, 1), ("70", 0.7), ("0,7", 0.7),
        (101, None), (-0.1, None), ("70 %", None), ("", None), (True, None), ([0.7], None), (float("nan"), None),
    ],
)  # fmt: skip
def test_a_threshold_of_the_canvas_is_a_share_or_per_cent_else_the_settings(
    logged: Any, written: Any, share: float | None
) -> None:
    assert Turn.model_validate({"message": "a", "threshold": written}).threshold == share
    warned = [line["level"] for line in logged("threshold_left_out")]
    assert warned == ["warning"] * (share is None and written is not None)


async def test_a_wrong_threshold_decides_as_the_setting_does(offline: Any) -> None:
    decisions_ = [await offline.route(CLEAR, threshold=threshold) for threshold in (70, -3, None)]
    assert {(one["agent"], one["analysis"]["intent"]) for one in decisions_} == {("audrey", "automation")}


@pytest.mark.parametrize("message", ["\x85", "\x1c\x1f", "\u200b"])
async def test_a_message_that_only_python_calls_blank_is_decided_as_the_flow_expects(
    offline: Any, message: str
) -> None:
    assert (await offline.route(message))["agent"] in ("audrey", "carole", "escalate")


async def test_the_log_line_holds_the_decision_and_no_text(offline: Any, logged: Any) -> None:
    await offline.route("mon secret : les tunnels Kajabi", turn_id=TURN_ID)

    [line] = logged("request")
    assert {"agent", "confidence", "decided_by", "intent", "local_ms"} <= set(line)
    assert line["turn_id"] == TURN_ID
    assert "secret" not in json.dumps(line)


async def test_the_call_of_the_model_is_accounted_for(hybrid: Any, simulator: Any, logged: Any) -> None:
    await hybrid.route(UNCLEAR, turn_id=TURN_ID)

    [record] = logged("llm_call_not_stored")
    assert (record["role"], record["turn_id"], record["status"]) == ("router", TURN_ID, "ok")
    assert record["prompt_tokens"] > 0


async def test_decisions_are_counted(offline: Any) -> None:
    counter = decisions.labels("escalate", "rule")
    before = counter._value.get()

    await offline.route("je veux parler à un humain")

    assert counter._value.get() == before + 1


@pytest.mark.parametrize(
    "body",
    [
        {}, {"message": ""}, {"message": "  "}, {"message": "a" * 4001}, {"message": 4}, {"message": "a", "admin": 1},
        {"message": "\ufeff\u00a0"}, {"message": "a", "turn_id": "x"},
        {"message": "a", "history": [{"role": "system", "content": "x"}]},
        {"message": "a", "history": [{"role": "user", "content": "x"}] * 51},
    ],
)  # fmt: skip
async def test_a_bad_body_is_refused(offline: Any, body: dict[str, Any]) -> None:
    response = await offline.client.post("/orchestrate", json=body)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_wrong_token_is_refused(offline: Any) -> None:
    response: httpx.Response = await offline.client.post(
        "/orchestrate", json={"message": "a"}, headers={"Authorization": "Bearer x"}
    )

    assert response.status_code == 401


def test_the_calibration_leaves_work_for_both_stages() -> None:
    assert 0.6 < load_model().calibration.sure < 1
