"""A provider that misbehaves costs the visitor nothing but a note in `degraded`."""

import json

import pytest

from tests.conftest import SimulatorHandle
from tests.stack.test_parts_that_die import eventually
from tests.stack.test_turn import FUNNEL, INSTAGRAM
from tests.stack.visitor import Database, Visitor

WRITER = "anthropic/claude-sonnet-5.5"
SECOND_WRITER = "openai/gpt-5.5-mini"
FAULTS = {
    "error_200": "server_error",
    "null_content": "empty",
    "empty_choices": "empty",
    "retired_400": "retired_model",
    "retired_404": "retired_model",
    "unauthorized_401": "unauthorized",
    "no_credit_402": "no_credit",
    "rate_limited_429": "rate_limited",
    "server_500": "server_error",
    "unavailable_503": "server_error",
    "malformed_json": "malformed",
    "stall_headers": "timeout",
    "refuse": None,
}
RETRIEVAL_FAULTS = ["server_500", "rate_limited_429", "stall_headers", "malformed_json", "refuse", "drip"]
PROVIDER_WORDS = ("openrouter", "anthropic", "credit", "rate limit", "error", "exception", "api key")


def says_nothing_of_the_provider(text: str) -> bool:
    return not any(word in text.lower() for word in PROVIDER_WORDS)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_second_writer_answers_when_the_first_fails(
    visitor: Visitor, database: Database, simulator: SimulatorHandle, fault: str
) -> None:
    simulator.behave("openrouter", fault, model=WRITER)

    answer = visitor.ask(INSTAGRAM)

    assert answer["agent"] == "carole"
    assert answer["degraded"] == ["writer"]
    assert says_nothing_of_the_provider(answer["response"])
    [call] = database.rows("select * from llm_calls where turn_id = %s", answer["turn_id"])
    assert (call["model_asked"], call["status"]) == (WRITER, "fallback")
    assert call["model"].startswith(SECOND_WRITER.split("/", maxsplit=1)[0])
    kinds = {failure["kind"] for failure in call["failures"]}
    expected = {FAULTS[fault]} if FAULTS[fault] else kinds & {"cut", "refused"}
    assert kinds == expected


@pytest.mark.parametrize("fault", ["error_chunk", "cut_stream", "stall_stream", "malformed_sse", "server_500"])
def test_a_stream_that_breaks_still_ends_in_a_stored_answer(
    visitor: Visitor, database: Database, simulator: SimulatorHandle, fault: str
) -> None:
    simulator.behave("openrouter", fault, model=WRITER)

    streamed = visitor.stream(FUNNEL)

    assert streamed.final["agent"] == "audrey"
    assert "writer" in streamed.final["degraded"]
    assert says_nothing_of_the_provider("".join(streamed.tokens) + streamed.final["response"])
    assert database.messages(visitor.conversation_id)[-1]["content"] == streamed.final["response"]


def test_openai_itself_answers_when_openrouter_is_away(visitor: Visitor, simulator: SimulatorHandle) -> None:
    simulator.behave("openrouter", "unavailable_503")

    answer = visitor.ask(FUNNEL)

    assert "Réponse simulée" in answer["response"]
    assert answer["degraded"] == ["writer"]
    assert simulator.chats()[-1]["path"] == "/openai/v1/chat/completions"


def test_a_visitor_who_leaves_in_mid_stream_finds_the_whole_answer_in_her_thread(
    visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    simulator.behave("openrouter", tokens_per_s=30)
    body = visitor.body(FUNNEL)
    with visitor.client.stream("POST", f"{visitor.webhook_url}/stream", json=body) as response:
        lines = (json.loads(line) for line in response.iter_lines() if line)
        next(line for line in lines if line["type"] == "item" and line["metadata"]["nodeName"] == "Audrey")

    assert eventually(lambda: len(database.messages(visitor.conversation_id)) == 2, 60)
    stored = database.messages(visitor.conversation_id)[-1]["content"]
    assert "interrompue" not in stored
    # the last sentences of the simulated answer: nothing is missing
    assert "Regarde tes chiffres chaque vendredi." in stored
    [call] = database.rows("select * from llm_calls where turn_id = %s and role = 'writer'", body["turn_id"])
    assert call["status"] == "ok"


def test_the_offline_writer_answers_when_every_model_fails(visitor: Visitor, simulator: SimulatorHandle) -> None:
    simulator.behave("openrouter", "no_credit_402")
    simulator.behave("openai", "no_credit_402")

    answer = visitor.ask(FUNNEL)

    assert answer["agent"] == "audrey"
    assert "writer" in answer["degraded"]
    assert answer["sources"]


@pytest.mark.parametrize(("provider", "part"), [("openai", "embeddings"), ("cohere", "rerank")])
@pytest.mark.parametrize("fault", RETRIEVAL_FAULTS)
def test_retrieval_goes_on_without_a_provider(
    visitor: Visitor, simulator: SimulatorHandle, provider: str, part: str, fault: str
) -> None:
    simulator.behave(provider, fault)

    # a question of its own: the vector of one that was asked before is remembered
    answer = visitor.ask(f"{FUNNEL} ({RETRIEVAL_FAULTS.index(fault)}{len(provider)})")

    assert answer["agent"] == "audrey"
    assert answer["degraded"] == [part]
    assert answer["sources"]
