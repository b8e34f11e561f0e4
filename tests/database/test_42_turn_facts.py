import json
import uuid
from typing import Any

import psycopg
from psycopg.rows import dict_row

SECRET_WORDS = "cactusbleu7391"
METRICS = {
    "decided_by": "local",
    "reasoning": "La demande touche aux tunnels : c'est le métier d'Audrey.",
    "reranked": [{"chunk_id": "c1", "relevance": 0.9}],
    "timings": {"router_ms": 4.2, "embed_ms": 1.5, "search_ms": 6.0, "rerank_ms": 2.5, "postprocess_ms": 3.1},
    "workflow_version": "abc123",
    "total_ms": 900,
    "chunks_found": 12,
}
ANSWER = {
    "response": f"Bien sûr, {SECRET_WORDS} !",
    "agent": "audrey",
    "confidence": 0.9,
    "sources": ["guide.md"],
    "degraded": ["rerank"],
}


def record(db: psycopg.Connection[Any], turn: uuid.UUID, role: str, **figures: Any) -> None:
    call = {"turn_id": str(turn), "role": role, "model_asked": "m", "model": "m", "status": "ok"} | figures
    db.execute("select public.record_llm_call(%s)", (json.dumps(call),))


def finish_turn(db: psycopg.Connection[Any]) -> uuid.UUID:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    db.execute("select public.open_turn(%s, %s, %s, 'w')", (turn, conversation, SECRET_WORDS))
    record(db, turn, "router", model_asked="small", model="small", prompt_tokens=300, cost_usd=0.001, latency_ms=400)
    record(
        db, turn, "writer", model_asked="big", model="spare", prompt_tokens=1200, completion_tokens=350, cost_usd=0.018,
        latency_ms=2500, first_token_ms=600, status="fallback",
    )  # fmt: skip
    db.execute(
        "select public.save_turn(%s, %s, %s, %s, %s)",
        (turn, conversation, SECRET_WORDS, json.dumps(ANSWER), json.dumps(METRICS)),
    )
    return turn


def row(db: psycopg.Connection[Any], query: str, turn: uuid.UUID) -> dict[str, Any]:
    found = db.cursor(row_factory=dict_row).execute(query, (turn,)).fetchone()  # type: ignore[arg-type]
    assert found
    return found


def test_a_turn_has_all_its_facts_in_one_row(db):
    facts = row(db, "select * from public.turns where turn_id = %s", finish_turn(db))

    assert (facts["message_length"], facts["response_length"]) == (len(SECRET_WORDS), len(ANSWER["response"]))
    assert (facts["agent"], facts["confidence"], facts["reasoning"]) == ("audrey", 0.9, METRICS["reasoning"])
    assert (facts["chunks_found"], facts["reranked"], facts["sources"]) == (12, METRICS["reranked"], ["guide.md"])
    assert {name: facts[name] for name in METRICS["timings"]} == METRICS["timings"]
    assert (facts["total_ms"], facts["first_token_ms"], facts["writer_ms"]) == (900, 600, 2500)
    assert (facts["model_asked"], facts["model_answered"]) == ("big", "spare")
    assert (facts["prompt_tokens"], facts["completion_tokens"], float(facts["cost_usd"])) == (1500, 350, 0.019)
    assert facts["degraded"] == ["rerank", "writer"]
    assert facts["workflow_version"] == "abc123"


def test_the_row_holds_no_word_of_the_visitor_or_of_the_answer(db):
    facts = row(db, "select * from public.turns where turn_id = %s", finish_turn(db))
    assert SECRET_WORDS not in str(facts)


def test_a_turn_without_a_model_has_its_row_too(db):
    turn = uuid.uuid4()
    db.execute("select public.open_turn(%s, %s, 'Bonjour', 'w')", (turn, uuid.uuid4()))
    facts = row(db, "select * from public.turns where turn_id = %s", turn)
    assert (facts["model_asked"], facts["cost_usd"], facts["router_ms"], facts["answered_at"]) == (None,) * 4


def test_the_models_share_of_a_turn_is_known_before_it_is_saved(db):
    turn = uuid.uuid4()
    record(db, turn, "writer", prompt_tokens=10, completion_tokens=5, cost_usd=0.002, latency_ms=90, first_token_ms=40)
    share = row(db, "select * from public.turn_calls(%s)", turn)
    assert (share["prompt_tokens"], share["completion_tokens"], float(share["cost_usd"])) == (10, 5, 0.002)
    assert (share["first_token_ms"], share["writer_ms"], share["writer_replaced"]) == (40, 90, False)
