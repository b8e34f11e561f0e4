"""A visitor who leaves, and a server that dies while it answers her: her answer is there when she comes back."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import httpx
import pytest

from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.eventually import eventually
from tests.stack.test_parts_that_die import without
from tests.stack.test_turn import FUNNEL, INSTAGRAM
from tests.stack.visitor import Database, Visitor

REFUSED = "{}"  # a copy without a turn
SETTLED_WITHIN = 60.0  # seconds after the restart


def roles(database: Database, visitor: Visitor) -> list[str]:
    return [message["role"] for message in database.messages(visitor.conversation_id)]


def test_a_question_that_n8n_took_down_with_it_is_answered_though_nobody_asks_again(
    stack: Stack, visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    simulator.behave("openrouter", latency_ms=1200, times=1)

    def ask() -> None:
        with pytest.raises(httpx.HTTPError):
            visitor.ask(FUNNEL)

    asking = threading.Thread(target=ask)
    asking.start()
    assert eventually(lambda: bool(simulator.chats()), 20)
    with without(stack, "n8n"):
        asking.join()
        assert roles(database, visitor) == ["user"]

    assert eventually(lambda: roles(database, visitor) == ["user", "assistant"], SETTLED_WITHIN)
    assert database.messages(visitor.conversation_id)[-1]["agent"] == "audrey"


def test_an_answer_given_while_the_database_was_away_survives_a_kill_of_n8n(
    stack: Stack, visitor: Visitor, database: Database
) -> None:
    with without(stack, "gateway"):
        answer = visitor.ask(INSTAGRAM)
        with without(stack, "n8n"):
            pass

    assert eventually(lambda: len(database.messages(visitor.conversation_id)) == 2, SETTLED_WITHIN)
    asked, answered = database.messages(visitor.conversation_id)
    assert (asked["content"], answered["content"]) == (INSTAGRAM, answer["response"])


def test_copies_that_the_database_refuses_do_not_hold_up_the_others(
    stack: Stack, visitor: Visitor, database: Database
) -> None:
    with without(stack, "gateway"):
        visitor.ask(INSTAGRAM)
        refused = keep_refused_copies(stack)

    assert eventually(lambda: len(database.messages(visitor.conversation_id)) == 2, SETTLED_WITHIN)
    with copies(stack) as (n8n, table):
        assert n8n.execute(f"delete from {table} where turn = ?", [REFUSED]).rowcount == refused


def keep_refused_copies(stack: Stack) -> int:
    """Puts more copies than the flow reads at once, all older than the visitor's; gives their number."""
    rows = [(str(uuid4()), REFUSED) for _ in range(125)]
    with copies(stack) as (n8n, table):
        n8n.executemany(
            f"insert into {table} (turn_id, turn, createdAt, updatedAt) values (?, ?, '2026-01-01', '2026-01-01')", rows
        )
    return len(rows)


@contextmanager
def copies(stack: Stack) -> Iterator[tuple[sqlite3.Connection, str]]:
    """n8n's own store and the table in it that holds the copies."""
    with closing(sqlite3.connect(f"{stack.settings.data_dir}/n8n/.n8n/database.sqlite", timeout=20)) as n8n:
        [(id,)] = n8n.execute("select id from data_table where name = 'copies de secours'").fetchall()
        with n8n:
            yield n8n, f"data_table_user_{id}"


def test_a_visitor_who_leaves_in_mid_stream_finds_the_whole_answer(
    visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    simulator.behave("openrouter", tokens_per_s=40, times=1)
    turn_id = str(uuid4())
    body = visitor.body(INSTAGRAM, turn_id=turn_id)
    with visitor.client.stream("POST", f"{visitor.webhook_url}/stream", json=body) as response:
        assert "Réponse" in next(line for line in response.iter_lines() if '"item"' in line)

    assert eventually(lambda: roles(database, visitor) == ["user", "assistant"], 30)
    stored = database.messages(visitor.conversation_id)[-1]
    assert "l'étape 1" in stored["content"]
    assert visitor.ask(INSTAGRAM, turn_id=turn_id)["response"] == stored["content"]

    simulator.forget()
    visitor.ask("Et pour la deuxième idée de reel Instagram ?")
    [writer] = simulator.chats()
    assert stored["content"][-60:] in writer["body"]["messages"][-1]["content"]


def test_the_resumed_question_needs_no_open_session_of_the_visitor(visitor: Visitor, database: Database) -> None:
    turn_id = str(uuid4())
    opened = database.rows("select open_turn(%s, %s, %s, 'n8n-gone')", turn_id, visitor.conversation_id, FUNNEL)
    assert opened[0]["open_turn"]["outcome"] == "open"
    database.rows("update turn_claims set claimed_at = now() - interval '46 s' where turn_id = %s returning 1", turn_id)

    assert eventually(lambda: roles(database, visitor) == ["user", "assistant"], 30)
