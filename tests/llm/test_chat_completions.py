"""The gateway over HTTP, in both modes, with every way in which a provider can fail."""

import json
from typing import Any

import pytest

ASKED, FALLBACK, OFFLINE = "anthropic/claude-sonnet-5.5", "openai/gpt-5.5-mini", "local/offline-writer"
TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a10"

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
async def test_the_model_of_the_canvas_answers(stream: bool, gateway: Any, simulator: Any) -> None:
    answer = await gateway.ask(stream=stream)
    assert answer.model == ASKED
    assert answer.text.startswith("Réponse simulée de Audrey à ta question : « Comment débuter sur Kajabi ? »")
    assert answer.finish_reason == "stop"
    assert [call["body"]["model"] for call in simulator.chats()] == [ASKED]


@both_modes
async def test_the_cost_comes_with_the_answer(stream: bool, gateway: Any) -> None:
    usage = (await gateway.ask(stream=stream)).usage
    assert usage["cost"] > 0
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0


@both_modes
@pytest.mark.parametrize(("fault", "kind"), BEFORE_THE_FIRST_WORD.items())
async def test_a_failure_before_the_first_word_is_answered_by_the_fallback_model(
    fault: str, kind: str, stream: bool, gateway: Any, logged: Any
) -> None:
    gateway.simulator.behave("openrouter", fault, model=ASKED, after_tokens=0)
    answer = await gateway.ask(stream=stream)
    assert answer.model == FALLBACK
    assert answer.text.startswith("Réponse simulée")
    assert [(line["model"], line["kind"]) for line in logged("writer_failed")] == [(ASKED, kind)]


@both_modes
@pytest.mark.parametrize("fault", BEFORE_THE_FIRST_WORD)
async def test_when_every_model_fails_the_offline_writer_answers(
    fault: str, stream: bool, gateway: Any, simulator: Any
) -> None:
    simulator.behave("openrouter", fault, after_tokens=0)
    answer = await gateway.ask(stream=stream)
    assert answer.model == OFFLINE
    assert "sans modèle de langage" in answer.text
    assert "Source : « Guide Kajabi »" in answer.text
    assert len(simulator.chats()) == 2


@both_modes
async def test_a_refused_connection_is_a_failure_like_another(
    stream: bool, settings_for: Any, open_gateway: Any, logged: Any
) -> None:
    async with open_gateway(settings_for(openrouter_base_url="http://127.0.0.1:9")) as gateway:
        answer = await gateway.ask(stream=stream)
    assert answer.model == OFFLINE
    assert [line["kind"] for line in logged("writer_failed")] == ["refused", "refused"]


@pytest.mark.parametrize(("fault", "kind"), AFTER_SOME_WORDS.items())
async def test_a_stream_that_breaks_after_some_words_ends_cleanly_and_says_so(
    fault: str, kind: str, gateway: Any, simulator: Any, logged: Any
) -> None:
    simulator.behave("openrouter", fault, model=ASKED, after_tokens=4)
    answer = await gateway.ask(stream=True)
    assert answer.text.startswith("Réponse simulée de Audrey ")
    assert answer.text.endswith("_Ma réponse a été interrompue ici : repose-moi ta question si tu veux la suite._")
    assert answer.model == ASKED
    assert answer.finish_reason == "stop"
    assert [(line["kind"], line["after_text"]) for line in logged("writer_failed")] == [(kind, True)]
    assert logged("request")[-1]["status"] == 200
    assert logged("llm_call_not_stored")[-1]["status"] == "cut"


@pytest.mark.parametrize("fault", AFTER_SOME_WORDS)
async def test_a_whole_answer_that_breaks_is_replaced_by_the_fallback_model(
    fault: str, gateway: Any, simulator: Any
) -> None:
    simulator.behave("openrouter", fault, model=ASKED, after_tokens=4)
    answer = await gateway.ask(stream=False)
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
async def test_comments_are_not_words(stream: bool, gateway: Any, simulator: Any, logged: Any) -> None:
    simulator.behave("openrouter", model=ASKED, first_token_ms=2_000)
    assert (await gateway.ask(stream=stream)).model == FALLBACK
    assert logged("writer_failed")[0]["kind"] == "timeout"


@both_modes
@pytest.mark.parametrize(("fault", "level"), [("unauthorized_401", "error"), ("server_500", "warning")])
async def test_a_failure_that_we_have_to_repair_is_an_error_in_the_log(
    fault: str, level: str, stream: bool, gateway: Any, logged: Any
) -> None:
    gateway.simulator.behave("openrouter", fault, model=ASKED)
    await gateway.ask(stream=stream)
    assert logged("writer_failed")[0]["level"] == level


@both_modes
async def test_without_a_key_the_offline_writer_answers_and_nothing_has_failed(
    stream: bool, settings_for: Any, open_gateway: Any, simulator: Any, logged: Any
) -> None:
    async with open_gateway(settings_for(openrouter_api_key=None)) as gateway:
        answer = await gateway.ask(stream=stream)
    assert answer.model == OFFLINE
    assert answer.text.startswith("_Réponse de démonstration, sans modèle de langage._")
    assert answer.usage["cost"] == 0
    assert simulator.calls() == []
    assert logged("llm_call_not_stored")[-1]["status"] == "offline"
    assert logged("writer_failed") == []


@both_modes
async def test_the_one_log_line_of_a_request_has_the_facts_of_the_call(
    stream: bool, gateway: Any, simulator: Any, logged: Any
) -> None:
    simulator.behave("openrouter", "server_500", model=ASKED)
    await gateway.ask(stream=stream)
    line = logged("request")[-1]
    assert line["turn_id"] == TURN_ID
    assert (line["model_asked"], line["model"]) == (ASKED, FALLBACK)
    assert line["failures"] == [{"model": ASKED, "kind": "server_error"}]
    assert line["cost_usd"] > 0
    assert line["prompt_tokens"] > 0
    assert line["first_token_ms"] >= 0
    assert "Kajabi" not in json.dumps(line)


@both_modes
async def test_a_call_that_the_database_did_not_take_is_in_the_log_with_its_figures(
    stream: bool, gateway: Any, logged: Any
) -> None:
    await gateway.ask(stream=stream)
    line = logged("llm_call_not_stored")[-1]
    assert (line["role"], line["status"], line["turn_id"]) == ("writer", "ok", TURN_ID)
    assert line["cost_usd"] > 0


async def test_only_the_documented_fields_reach_the_provider(gateway: Any, simulator: Any) -> None:
    await gateway.ask(stream=False, temperature=0.7, max_tokens=900, user="someone", logit_bias={}, n=1, metadata={})
    (call,) = simulator.chats()
    assert set(call["body"]) == {
        "model",
        "messages",
        "temperature",
        "max_completion_tokens",
        "reasoning",
        "provider",
        "stream",
    }
    assert call["body"]["reasoning"] == {"effort": "low"}
    assert call["body"]["max_completion_tokens"] == 2_900
    assert call["body"]["provider"] == {"data_collection": "deny", "zdr": True}
    assert call["headers"]["http-referer"] == "https://lagencedescopines.com"
    assert call["headers"]["x-openrouter-title"] == "L'Agence des Copines"


async def test_a_tool_call_goes_through_in_both_modes_as_one_piece_or_as_it_comes() -> None:
    from functions.llm.chunks import merge_tool_calls

    deltas = [
        {"index": 0, "id": "call_1", "type": "function", "function": {"name": "chercher", "arguments": ""}},
        {"index": 0, "function": {"arguments": '{"q": '}},
        {"index": 0, "function": {"arguments": '"yoga"}'}},
    ]
    (call,) = merge_tool_calls(deltas)
    assert call["id"] == "call_1"
    assert call["function"] == {"name": "chercher", "arguments": '{"q": "yoga"}'}


@pytest.mark.parametrize("header", ["", "pas-un-uuid", "'; drop table llm_calls;--"])
async def test_a_turn_id_that_is_none_is_ignored(header: str, gateway: Any, logged: Any) -> None:
    body = {"model": ASKED, "messages": [{"role": "user", "content": "Bonjour"}]}
    response = await gateway.client.post("/llm/v1/chat/completions", json=body, headers={"X-Turn-Id": header})
    assert response.status_code == 200
    assert logged("request")[-1]["turn_id"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"model": ASKED},
        {"model": ASKED, "messages": []},
        {"model": ASKED, "messages": [{"role": "intruder", "content": "x"}]},
        {"model": ASKED, "messages": [{"role": "user", "content": "x"}], "temperature": 9},
        {"model": 3, "messages": "x"},
        [],
    ],
)
async def test_a_body_outside_the_contract_is_refused_in_words_that_both_worlds_read(body: Any, gateway: Any) -> None:
    response = await gateway.client.post("/llm/v1/chat/completions", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "urn:sales-copilot:problem:invalid-request"
    assert response.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("path", ["/llm/v1/models", "/llm/v1/chat/completions"])
async def test_a_wrong_token_is_refused(path: str, gateway: Any) -> None:
    method = "GET" if path.endswith("models") else "POST"
    response = await gateway.client.request(method, path, headers={"Authorization": "Bearer wrong"})
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "unauthorized"


async def test_the_list_of_models_starts_with_the_configured_ones(gateway: Any) -> None:
    models = (await gateway.client.get("/llm/v1/models")).json()
    ids = [model["id"] for model in models["data"]]
    assert ids[:3] == [ASKED, FALLBACK, OFFLINE]
    assert "mistralai/mistral-large-4" in ids


async def test_the_list_of_models_survives_a_provider_that_does_not_answer(
    settings_for: Any, open_gateway: Any
) -> None:
    async with open_gateway(settings_for(openrouter_base_url="http://127.0.0.1:9")) as gateway:
        models = (await gateway.client.get("/llm/v1/models")).json()
    assert [model["id"] for model in models["data"]] == [ASKED, FALLBACK, OFFLINE]
