import uuid
from typing import Any

import psycopg
import pytest

Db = psycopg.Connection[Any]
QUESTION = "Comment trouver mes clientes ?"


@pytest.fixture
def turn(db: Db) -> tuple[uuid.UUID, uuid.UUID]:
    """A turn that was claimed a minute ago and never answered."""
    turn_id, conversation_id = uuid.uuid4(), uuid.uuid4()
    assert outcome_of(db, turn_id, conversation_id, "n8n-1") == "open"
    age(db, turn_id, 60)
    return turn_id, conversation_id


def outcome_of(db: Db, turn_id: uuid.UUID, conversation_id: uuid.UUID, worker: str) -> str:
    [[opened]] = db.execute("select open_turn(%s, %s, %s, %s)", (turn_id, conversation_id, QUESTION, worker)).fetchall()
    return opened["outcome"]


def age(db: Db, turn_id: uuid.UUID, seconds: int, attempts: int = 1) -> None:
    db.execute(
        "update turn_claims set claimed_at = now() - make_interval(secs => %s), attempts = %s where turn_id = %s",
        (seconds, attempts, turn_id),
    )


def taken(db: Db) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    return db.execute("select turn_id, conversation_id, message from take_interrupted_turns()").fetchall()


def test_a_question_whose_worker_is_gone_is_taken_and_can_be_answered_by_another(
    db: Db, turn: tuple[uuid.UUID, uuid.UUID]
) -> None:
    assert taken(db) == [(*turn, QUESTION)]

    assert outcome_of(db, *turn, "n8n-2") == "open"
    assert taken(db) == []


def test_a_turn_that_is_being_answered_is_left_alone(db: Db, turn: tuple[uuid.UUID, uuid.UUID]) -> None:
    age(db, turn[0], 30)

    assert taken(db) == []
    assert outcome_of(db, *turn, "n8n-2") == "in_progress"


def test_an_answered_turn_is_never_taken(db: Db, turn: tuple[uuid.UUID, uuid.UUID]) -> None:
    answer = '{"response": "Voici.", "agent": "audrey", "confidence": 1, "sources": []}'
    db.execute("select save_turn(%s, %s, %s, %s)", (*turn, QUESTION, answer))

    assert taken(db) == []


def test_after_three_lost_workers_the_team_has_the_conversation(db: Db, turn: tuple[uuid.UUID, uuid.UUID]) -> None:
    age(db, turn[0], 60, attempts=3)

    assert taken(db) == []
    [[reason, status]] = db.execute("select reason, status from handoffs where turn_id = %s", (turn[0],)).fetchall()
    assert (reason, status) == ("interrupted", "waiting")
    assert outcome_of(db, *turn, "n8n-4") == "human"
    assert taken(db) == []


def test_what_the_team_has_already_is_not_answered_behind_its_back(db: Db, turn: tuple[uuid.UUID, uuid.UUID]) -> None:
    db.execute("update conversations set status = 'human' where id = %s", (turn[1],))

    assert taken(db) == []
    assert outcome_of(db, *turn, "n8n-2") == "human"
