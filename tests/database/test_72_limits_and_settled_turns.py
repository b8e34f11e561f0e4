import uuid
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

Db = psycopg.Connection[Any]
QUESTION = "Comment trouver mes clientes ?"
ADDRESS = "203.0.113.7"
ANSWER = {"response": "Voici.", "agent": "audrey", "confidence": 1, "sources": []}
HANDED_OVER = {"response": "L'équipe te répond.", "agent": "escalate", "confidence": 0, "sources": []}


def value(db: Db, query: str, *values: object) -> Any:
    row = db.execute(query, values).fetchone()
    assert row
    return row[0]


def save(db: Db, turn: uuid.UUID, conversation: uuid.UUID, answer: dict[str, Any], handoff: Any = None) -> Any:
    return value(
        db, "select save_turn(%s, %s, %s, %s, '{}', %s)", turn, conversation, QUESTION, Jsonb(answer), Jsonb(handoff)
    )


def status(db: Db, conversation: uuid.UUID) -> str:
    return value(db, "select status from conversations where id = %s", conversation)


def open_session(db: Db, limit: int) -> Any:
    return value(db, "select open_session(null, null, %s, %s, 60)", ADDRESS, limit)


def test_an_answer_that_comes_second_hands_nothing_over(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    save(db, turn, conversation, ANSWER)
    told = save(db, turn, conversation, HANDED_OVER, {"reason": "functions_unavailable", "summary": "s"})
    assert told["response"] == "Voici."
    assert status(db, conversation) == "bot"
    assert value(db, "select count(*) from handoffs where conversation_id = %s", conversation) == 0


def test_the_first_answer_hands_over_and_saving_it_again_after_the_team_is_done_does_not(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    handoff = {"reason": "stuck", "summary": "s"}
    save(db, turn, conversation, HANDED_OVER, handoff)
    assert status(db, conversation) == "human"
    db.execute("update handoffs set status = 'closed' where conversation_id = %s", (conversation,))
    db.execute("update conversations set status = 'bot' where id = %s", (conversation,))
    save(db, turn, conversation, HANDED_OVER, handoff)
    assert status(db, conversation) == "bot"


def test_a_turn_of_another_conversation_is_refused_and_leaves_nothing(db: Db) -> None:
    turn, hers, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    db.execute("select open_turn(%s, %s, %s, 'n8n-1')", (turn, hers, QUESTION))
    with pytest.raises(psycopg.errors.UniqueViolation), db.transaction():
        save(db, turn, other, ANSWER)
    assert value(db, "select count(*) from conversations where id = %s", other) == 0
    assert save(db, turn, hers, ANSWER)["response"] == "Voici."


def test_who_waits_for_a_turn_that_the_team_was_given_is_told(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    db.execute("select open_turn(%s, %s, %s, 'n8n-1')", (turn, conversation, QUESTION))
    assert value(db, "select read_turn(%s)", turn) == {"outcome": "in_progress"}
    db.execute("update turn_claims set answered_at = now() where turn_id = %s", (turn,))
    assert value(db, "select read_turn(%s)", turn) == {"outcome": "human"}
    save(db, turn, conversation, ANSWER)
    assert value(db, "select read_turn(%s)", turn)["outcome"] == "answered"


def test_an_address_opens_as_many_sessions_as_it_may_send_messages(db: Db) -> None:
    assert [open_session(db, 2)["messages"] for _ in range(2)] == [[], []]
    with pytest.raises(psycopg.Error, match="too many requests") as refused, db.transaction():
        open_session(db, 2)
    assert refused.value.sqlstate == "PT429"
    assert 1 <= int(refused.value.diag.message_hint or 0) <= 60


def test_without_an_address_nobody_is_limited(db: Db) -> None:
    for _ in range(3):
        assert value(db, "select open_session(visitor_ip => null, ip_limit => 1)")["conversation_id"]


def test_ended_windows_are_forgotten_and_running_ones_are_not(db: Db) -> None:
    db.execute("select take_allowance(key, 5, seconds) from (values ('old', -3601), ('new', 60)) as one (key, seconds)")
    open_session(db, 5)
    assert value(db, "select array_agg(key order by key) from rate_limits where key in ('old', 'new')") == ["new"]
