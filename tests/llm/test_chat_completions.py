"""The gateway over HTTP, in both modes: what it answers, what it sends, what it refuses."""

import json
from typing import Any

import pytest

ASKED, FALLBACK, OFFLINE = "anthropic/claude-sonnet-5.5", "openai/gpt-5.5-mini", "local/offline-writer"
TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a10"

both_modes = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


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


CAROLES = "Tu débloques la page blanche et tu célèbres chaque petite victoire de ta cliente sophrologue."


@both_modes
async def test_one_persona_does_not_show_the_prompt_of_the_other(stream: bool, gateway: Any, simulator: Any) -> None:
    await gateway.ask(
        stream=stream, messages=[{"role": "system", "content": CAROLES}, {"role": "user", "content": "?"}]
    )
    simulator.behave("openrouter", reply=f"Avec plaisir ! {CAROLES} Bonne journée.")
    answer = await gateway.ask(stream=stream)
    assert "page blanche" not in answer.text
