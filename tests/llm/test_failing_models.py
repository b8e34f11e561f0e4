"""Every way in which a provider can fail, in both modes, through the real application: there is always an answer."""

from typing import Any

import pytest

ASKED, FALLBACK, OFFLINE = "anthropic/claude-sonnet-5.5", "openai/gpt-5.5-mini", "local/offline-writer"

both_modes = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])

# Fault of the simulator -> kind in the log, when no word has been sent yet.
BEFORE_THE_FIRST_WORD = {
    "error_200": "server_error",
    "error_chunk": "server_error",
    "null_content": "empty",
    "empty_choices": "empty",
    "retired_400": "retired_model",
    "retired_404": "retired_model",
    "unauthorized_401": "unauthorized",
    "no_credit_402": "no_credit",
    "forbidden_403": "unauthorized",
    "rate_limited_429": "rate_limited",
    "server_500": "server_error",
    "unavailable_503": "server_error",
    "overloaded_529": "server_error",
    "stall_headers": "timeout",
    "stall_stream": "timeout",
    "cut_stream": "cut",
    "malformed_json": "malformed",
    "malformed_sse": "malformed",
    "refuse": "cut",
}
AFTER_SOME_WORDS = {
    "error_chunk": "server_error",
    "stall_stream": "timeout",
    "cut_stream": "cut",
    "malformed_sse": "malformed",
}


@both_modes
@pytest.mark.parametrize(("fault", "kind"), BEFORE_THE_FIRST_WORD.items())
async def test_a_failure_before_the_first_word_is_answered_by_the_fallback_model(
    fault: str, kind: str, stream: bool, gateway_for: Any, logged: Any
) -> None:
    gateway = gateway_for(fault)
    gateway.simulator.behave("openrouter", fault, model=ASKED, after_tokens=0)
    answer = await gateway.ask(stream=stream)
    assert answer.model == FALLBACK
    assert answer.text.startswith("Réponse simulée")
    assert [(line["model"], line["kind"]) for line in logged("writer_failed")] == [(ASKED, kind)]


@both_modes
@pytest.mark.parametrize("fault", BEFORE_THE_FIRST_WORD)
async def test_when_every_model_fails_the_offline_writer_answers(
    fault: str, stream: bool, gateway_for: Any, simulator: Any
) -> None:
    simulator.behave("openrouter", fault, after_tokens=0)
    simulator.behave("openai", fault, after_tokens=0)
    answer = await gateway_for(fault).ask(stream=stream)
    assert answer.model == OFFLINE
    assert "sans modèle de langage" in answer.text
    assert "Source : « Guide Kajabi »" in answer.text
    assert len(simulator.chats()) == 3


@both_modes
async def test_a_refused_connection_is_a_failure_like_another(
    stream: bool, settings_for: Any, open_gateway: Any, logged: Any
) -> None:
    closed = "http://127.0.0.1:9"
    async with open_gateway(settings_for(openrouter_base_url=closed, openai_base_url=closed)) as gateway:
        answer = await gateway.ask(stream=stream)
    assert answer.model == OFFLINE
    assert [line["kind"] for line in logged("writer_failed")] == ["refused", "refused", "refused"]


@pytest.mark.parametrize(("fault", "kind"), AFTER_SOME_WORDS.items())
async def test_a_stream_that_breaks_after_some_words_ends_cleanly_and_says_so(
    fault: str, kind: str, gateway_for: Any, simulator: Any, logged: Any
) -> None:
    simulator.behave("openrouter", fault, model=ASKED, after_tokens=4)
    answer = await gateway_for(fault).ask(stream=True)
    assert answer.text.startswith("Réponse simulée de Audrey ")
    assert answer.text.endswith("_Ma réponse a été interrompue ici : repose-moi ta question si tu veux la suite._")
    assert answer.model == ASKED
    assert answer.finish_reason == "stop"
    assert [(line["kind"], line["after_text"]) for line in logged("writer_failed")] == [(kind, True)]
    assert logged("request")[-1]["status"] == 200
    assert logged("llm_call_not_stored")[-1]["status"] == "cut"


@pytest.mark.parametrize("fault", AFTER_SOME_WORDS)
async def test_a_whole_answer_that_breaks_is_replaced_by_the_fallback_model(
    fault: str, gateway_for: Any, simulator: Any
) -> None:
    simulator.behave("openrouter", fault, model=ASKED, after_tokens=4)
    answer = await gateway_for(fault).ask(stream=False)
    assert answer.model == FALLBACK
    assert "interrompue" not in answer.text


@both_modes
async def test_an_endless_answer_is_ended_at_the_end_of_a_sentence(stream: bool, gateway: Any, simulator: Any) -> None:
    simulator.behave("openrouter", "huge")
    answer = await gateway.ask(stream=stream)
    assert 11_000 < len(answer.text) <= 12_501
    assert answer.text.endswith(".")
    assert answer.finish_reason == "length"


@both_modes
async def test_comments_are_not_words(stream: bool, impatient_gateway: Any, simulator: Any, logged: Any) -> None:
    simulator.behave("openrouter", model=ASKED, first_token_ms=4_000)
    assert (await impatient_gateway.ask(stream=stream)).model == FALLBACK
    assert logged("writer_failed")[0]["kind"] == "timeout"


@both_modes
@pytest.mark.parametrize(("fault", "level"), [("unauthorized_401", "error"), ("server_500", "warning")])
async def test_a_failure_that_we_have_to_repair_is_an_error_in_the_log(
    fault: str, level: str, stream: bool, gateway: Any, logged: Any
) -> None:
    gateway.simulator.behave("openrouter", fault, model=ASKED)
    await gateway.ask(stream=stream)
    assert logged("writer_failed")[0]["level"] == level
