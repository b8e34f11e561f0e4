import uuid
from typing import Any

import psycopg
import pytest

Db = psycopg.Connection[Any]


@pytest.fixture
def handoff(db: Db) -> uuid.UUID:
    """A hand-off that nobody was told of, alone in its database."""
    db.execute("update handoffs set told_at = now() where told_at is null")
    turn_id, conversation_id = uuid.uuid4(), uuid.uuid4()
    db.execute("select open_turn(%s, %s, 'Bonjour', 'n8n-1')", (turn_id, conversation_id))
    [[opened]] = db.execute(
        "select open_handoff(%s, %s, 'budget', 'Elle attend.')", (conversation_id, turn_id)
    ).fetchall()
    return opened


def taken(db: Db) -> list[uuid.UUID]:
    return [row[0] for row in db.execute("select id from take_untold_handoffs()").fetchall()]


def test_a_hand_off_is_given_to_one_caller_with_what_the_team_has_to_know(db: Db, handoff: uuid.UUID) -> None:
    [told] = db.execute("select id, reason, summary, link from take_untold_handoffs()").fetchall()
    assert told[:3] == (handoff, "budget", "Elle attend.")
    assert told[3].startswith("/webhook/equipe?conversation=")
    assert taken(db) == []


def test_a_caller_who_dies_is_replaced(db: Db, handoff: uuid.UUID) -> None:
    db.execute("select from take_untold_handoffs(lease_seconds => 0)")
    db.execute("update handoffs set being_told_until = now() - interval '1 second' where id = %s", (handoff,))
    assert taken(db) == [handoff]


def test_what_was_told_is_not_told_again(db: Db, handoff: uuid.UUID) -> None:
    db.execute("select mark_handoff_told(%s)", (handoff,))
    assert taken(db) == []


@pytest.mark.parametrize("status", ["taken", "closed"])
def test_what_a_colleague_has_found_herself_is_not_told(db: Db, handoff: uuid.UUID, status: str) -> None:
    db.execute("update handoffs set status = %s where id = %s", (status, handoff))
    assert taken(db) == []
