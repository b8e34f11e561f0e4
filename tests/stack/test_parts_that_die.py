"""A part of our own that is away, or dies in the middle of a turn: nothing is lost, and the visitor is answered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest

from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.eventually import eventually
from tests.stack.test_turn import FUNNEL, INSTAGRAM
from tests.stack.visitor import Database, Visitor


@contextmanager
def without(stack: Stack, part: str) -> Iterator[None]:
    stack.kill(part)
    try:
        yield
    finally:
        stack.start_part(part)


def test_n8n_killed_in_the_middle_of_a_turn_keeps_the_message_and_answers_when_asked_again(
    stack: Stack, visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    simulator.behave("openrouter", latency_ms=1200, times=1)
    turn_id = str(uuid4())

    def ask() -> None:
        with pytest.raises(httpx.HTTPError):
            visitor.ask(FUNNEL, turn_id=turn_id)

    asking = threading.Thread(target=ask)
    asking.start()
    assert eventually(lambda: bool(simulator.chats()), 20)
    with without(stack, "n8n"):
        asking.join()

    [message] = database.messages(visitor.conversation_id)
    assert (message["role"], message["content"]) == ("user", FUNNEL)


def test_without_the_functions_a_person_takes_over(stack: Stack, visitor: Visitor, database: Database) -> None:
    with without(stack, "functions"):
        answer = visitor.ask(FUNNEL)

    assert (answer["agent"], answer["next_action"]) == ("escalate", "human_handoff")
    assert "postprocess" in answer["degraded"]
    assert len(database.messages(visitor.conversation_id)) == 2
    assert database.rows("select 1 from handoffs where conversation_id = %s", visitor.conversation_id)


def test_without_the_database_the_visitor_is_answered_and_the_turn_is_written_when_it_is_back(
    stack: Stack, visitor: Visitor, database: Database
) -> None:
    with without(stack, "gateway"):
        answer = visitor.ask(INSTAGRAM)

    assert answer["agent"] == "carole"
    assert {"history", "knowledge"} <= set(answer["degraded"])
    assert answer["sources"] == []
    assert eventually(lambda: len(database.messages(visitor.conversation_id)) == 2, 30)
    asked, answered = database.messages(visitor.conversation_id)
    assert (asked["content"], answered["content"]) == (INSTAGRAM, answer["response"])
