"""The simulator: the providers' wire formats, checked with their own SDKs' models, and its control."""

import json
import time
from typing import Any

import cohere
import httpx
import openai
import pytest
from cohere.v2.types import V2RerankResponse
from openai.types import CreateEmbeddingResponse
from openai.types.chat import ChatCompletion, ChatCompletionChunk

HEADERS = {"Authorization": "Bearer key-that-stays-here"}
CHAT = {"model": "anthropic/claude-sonnet-5.5", "messages": [{"role": "user", "content": "Question : Un tunnel ?"}]}
ROUTER = {
    "model": "anthropic/claude-haiku-5.5",
    "messages": [{"role": "user", "content": "Mon tunnel Kajabi est cassé"}],
    "response_format": {"type": "json_object"},
}


def chat(simulator: Any, **fields: Any) -> httpx.Response:
    url = f"{simulator.url}/openrouter/api/v1/chat/completions"
    return httpx.post(url, json=CHAT | fields, headers=HEADERS, timeout=3)


def test_the_openai_sdk_reads_its_embeddings_in_both_encodings(simulator: Any) -> None:
    with openai.OpenAI(api_key="key", base_url=f"{simulator.url}/openai/v1") as client:
        floats = client.embeddings.create(model="text-embedding-3-small", input=["un tunnel"], encoding_format="float")
        base64 = client.embeddings.create(model="text-embedding-3-small", input=["un tunnel"])
    CreateEmbeddingResponse.model_validate(floats.model_dump(), strict=True)
    assert len(floats.data[0].embedding) == 1536
    assert base64.data[0].embedding == pytest.approx(floats.data[0].embedding, abs=1e-6)


def test_the_cohere_sdk_reads_its_ranking_best_first(simulator: Any) -> None:
    with httpx.Client() as http:
        client = cohere.ClientV2(api_key="key", base_url=f"{simulator.url}/cohere", httpx_client=http)
        reply = client.rerank(model="rerank-v5.0-fast", query="tunnel", documents=["reel", "le tunnel"], top_n=1)
    V2RerankResponse.model_validate(reply.model_dump())
    assert [result.index for result in reply.results] == [1]


def test_a_completion_has_openais_shape_and_a_cost(simulator: Any) -> None:
    reply = chat(simulator).json()
    ChatCompletion.model_validate(reply, strict=True)
    assert reply["usage"]["cost"] > 0
    assert "Un tunnel ?" in reply["choices"][0]["message"]["content"]


def test_a_stream_has_comments_chunks_usage_and_an_end(simulator: Any) -> None:
    response = chat(simulator, stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in response.text.split("\n") if line]
    assert lines[0] == ": OPENROUTER PROCESSING"
    assert lines[-1] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[1:-1]]
    for chunk in chunks:
        ChatCompletionChunk.model_validate(chunk, strict=True)
    assert chunks[-1]["usage"]["cost"] > 0


@pytest.mark.parametrize(
    ("said", "agent"),
    [
        ("Mon tunnel Kajabi est cassé", "audrey"),
        ("Des idées de Reels pour Instagram ?", "carole"),
        ("Je veux être remboursée et parler à un humain", "escalate"),
    ],
)
def test_a_router_gets_its_json(said: str, agent: str, simulator: Any) -> None:
    reply = chat(simulator, **ROUTER | {"messages": [{"role": "user", "content": said}]}).json()
    verdict = json.loads(reply["choices"][0]["message"]["content"])
    assert verdict["agent"] == agent
    assert next(iter(verdict)) == "reasoning"


def test_a_router_may_get_prose_instead(simulator: Any) -> None:
    simulator.behave("openrouter", "bad_router_json")
    content = chat(simulator, **ROUTER).json()["choices"][0]["message"]["content"]
    assert "```json" in content
    with pytest.raises(json.JSONDecodeError):
        json.loads(content)


def test_a_rule_is_used_up(simulator: Any) -> None:
    simulator.behave("openrouter", "server_500", times=2)
    assert [chat(simulator).status_code for _ in range(3)] == [500, 500, 200]


def test_a_rule_for_one_model_leaves_the_others_alone(simulator: Any) -> None:
    simulator.behave("openrouter", "server_500", model="openai/gpt-5.5-mini")
    assert chat(simulator).status_code == 200
    assert chat(simulator, model="openai/gpt-5.5-mini").status_code == 500


def test_the_newest_rule_counts_and_all_can_be_taken_back(simulator: Any) -> None:
    simulator.behave("openrouter", reply="Bonjour")
    simulator.behave("openrouter", "no_credit_402")
    assert chat(simulator).status_code == 402
    httpx.delete(f"{simulator.url}/_control")
    assert chat(simulator).status_code == 200


def test_the_text_of_an_answer_can_be_ordered(simulator: Any) -> None:
    simulator.behave("openrouter", reply="Exactement ceci.")
    assert chat(simulator).json()["choices"][0]["message"]["content"] == "Exactement ceci."


def test_delays_are_kept(simulator: Any) -> None:
    simulator.behave("openrouter", latency_ms=150, first_token_ms=150, tokens_per_s=100)
    start = time.monotonic()
    chat(simulator, stream=True)
    assert time.monotonic() - start > 0.6


def test_the_journal_has_no_keys(simulator: Any) -> None:
    chat(simulator)
    (call,) = simulator.calls()
    assert call["provider"] == "openrouter"
    assert call["headers"]["authorization"] == "[hidden]"
    assert call["body"] == CHAT
    assert "key-that-stays-here" not in json.dumps(call)


def test_a_request_without_a_key_is_refused(simulator: Any) -> None:
    for path in ("/openai/v1/embeddings", "/cohere/v2/rerank", "/openrouter/api/v1/chat/completions"):
        assert httpx.post(simulator.url + path, json=CHAT).status_code == 401
    assert httpx.get(f"{simulator.url}/openrouter/api/v1/models").status_code == 401


def test_the_ids_of_the_architecture_document_are_retired(simulator: Any) -> None:
    response = chat(simulator, model="anthropic/claude-3.5-sonnet")
    assert response.status_code == 400
    assert "is not a valid model ID" in response.json()["error"]["message"]


@pytest.mark.parametrize("rule", [{}, {"provider": "mistral"}, {"provider": "openai", "fault": "x"}, {"surprise": 1}])
def test_a_rule_that_makes_no_sense_is_refused(rule: dict[str, Any], simulator: Any) -> None:
    assert httpx.post(f"{simulator.url}/_control", json=rule).status_code == 422


def test_a_huge_answer_is_100_kb(simulator: Any) -> None:
    simulator.behave("openrouter", "huge")
    assert len(chat(simulator).content) > 99_000
