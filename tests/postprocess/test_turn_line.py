"""The one line of a turn, on the real application; the database is away, or answers with what it has."""

import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from functions.postprocess.models import PostprocessResponse
from functions.postprocess.turn_line import turn_line
from functions.shared.llm_calls import TurnCalls
from functions.shared.metrics import REGISTRY
from tests.postprocess.conftest import CONVERSATION_ID, TURN_ID, turn
from tests.postprocess.test_route import DECISION, RAG

CALLS = TurnCalls(
    prompt_tokens=1200, completion_tokens=350, cost_usd=0.018, model_asked="big", model_answered="spare",
    first_token_ms=600, writer_ms=2500, writer_replaced=True,
)  # fmt: skip
NAMES_OF_THE_ARCHITECTURE = {
    "timestamp", "conversation_id", "user_message_length", "orchestrator_decision", "rag_results",
    "agent_response_length", "total_time_ms", "model_used", "tokens_used", "cost_usd",
}  # fmt: skip


async def line_of(client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str], **changes: Any) -> dict[str, Any]:
    capsys.readouterr()
    response = await client.post("/postprocess", json=turn(**changes))
    assert response.status_code == 200, response.text
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [line] = [line for line in lines if line["event"] == "turn"]
    return line


async def test_one_line_tells_a_turn_with_the_names_of_the_architecture(client: Any, capsys: Any):
    line = await line_of(client, capsys, decision=DECISION, rag=RAG, degraded=["history"], workflow_version="v7")

    assert set(line) >= NAMES_OF_THE_ARCHITECTURE
    assert (line["conversation_id"], line["turn_id"]) == (CONVERSATION_ID, TURN_ID)
    assert line["orchestrator_decision"] == {
        "agent": "audrey",
        "confidence": 0.93,
        "reasoning": "Les e-mails sont le métier d'Audrey.",
        "decided_by": "local",
        "intent": "automation",
    }
    assert line["rag_results"]["chunks_found"] == 3
    assert line["rag_results"]["sources"] == ["guide-emails.md", "bienvenue.md"]
    assert [passage["chunk_id"] for passage in line["rag_results"]["reranked_top_3"]] == ["0", "1", "2"]
    assert line["degraded"] == ["history", "rerank", "router_llm"]
    assert line["workflow_version"] == "v7"


async def test_what_a_model_says_of_its_decision_is_not_in_the_line(client: Any, capsys: Any):
    line = await line_of(client, capsys, message="Je suis Ysolde", decision=DECISION, response="Bonjour Ysolde.")
    assert "Ysolde" not in json.dumps(line, ensure_ascii=False)


async def test_without_the_database_the_line_is_written_without_the_models_share(client: Any, capsys: Any):
    line = await line_of(client, capsys)
    assert (line["model_used"], line["cost_usd"]) == (None, None)
    assert line["user_message_length"] == len(turn()["message"])


async def test_the_models_share_stands_beside_the_stages(post: Any):
    answer = PostprocessResponse.model_validate(await post(decision=DECISION, rag=RAG))
    line: dict[str, Any] = turn_line(answer, CALLS)
    assert (line["model_asked"], line["model_used"]) == ("big", "spare")
    assert line["tokens_used"] == {"prompt": 1200, "completion": 350}
    assert line["cost_usd"] == 0.018
    assert "writer" in line["degraded"]
    times = line["stage_times_ms"]
    assert times.pop("postprocess_ms") > 0
    assert times == {
        "router_ms": 4.5, "embed_ms": 1.5, "search_ms": 6.0, "rerank_ms": None, "first_token_ms": 600, "writer_ms": 2500
    }  # fmt: skip
    assert UUID(line["turn_id"]) == answer.turn_id


async def test_replaced_parts_are_counted_by_names_that_are_known(client: Any, capsys: Any):
    def count(part: str) -> float:
        return REGISTRY.get_sample_value("functions_turns_degraded_total", {"part": part}) or 0

    before = {part: count(part) for part in ("history", "other")}
    await line_of(client, capsys, degraded=["history", "visiteuse@exemple.fr"])
    assert (count("history"), count("other")) == (before["history"] + 1, before["other"] + 1)
    assert count("visiteuse@exemple.fr") == 0


async def test_a_turns_time_is_counted_by_who_answered(client: Any, capsys: Any):
    name, labels = "functions_turn_seconds_count", {"agent": "audrey"}
    before = REGISTRY.get_sample_value(name, labels) or 0
    await line_of(client, capsys)
    assert REGISTRY.get_sample_value(name, labels) == before + 1
