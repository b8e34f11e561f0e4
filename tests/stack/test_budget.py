"""The day's budget is used up: what the visitor gets, what the team finds, and what the models are asked."""

from uuid import uuid4

import psycopg
import pytest

from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.eventually import eventually
from tests.stack.visitor import Database, Visitor

TOLD_WITHIN = 40.0  # seconds
QUESTION = "Comment construire mon premier tunnel de vente avec une page de capture ?"


def use_up(stack: Stack, conversation_id: str | None) -> None:
    with psycopg.connect(stack.postgres_url) as connection:
        connection.execute(
            "insert into public.daily_usage (day, conversation_id, tokens, cost_usd) "
            "values (public.budget_day(), %s, 999999999, 0) "
            "on conflict on constraint daily_usage_once do update set tokens = 999999999",
            (conversation_id,),
        )


@pytest.fixture
def spent_site(stack: Stack):
    use_up(stack, None)
    yield
    with psycopg.connect(stack.postgres_url) as connection:
        connection.execute("delete from public.daily_usage where conversation_id is null")


def is_being_told(database: Database, visitor: Visitor) -> bool:
    """Without an address nobody is told, and so the row stays: it will be told to who fills one in."""
    [row] = database.rows(
        "select being_told_until, told_at from handoffs where conversation_id = %s", visitor.conversation_id
    )
    return row["being_told_until"] is not None and row["told_at"] is None


def test_a_turn_is_counted_for_its_conversation(visitor: Visitor, database: Database) -> None:
    answer = visitor.ask(QUESTION)
    [turn] = database.rows("select * from turns where turn_id = %s", answer["turn_id"])
    [used] = database.rows("select * from daily_usage where conversation_id = %s", visitor.conversation_id)
    assert used["tokens"] == turn["prompt_tokens"] + turn["completion_tokens"] > 0
    assert used["cost_usd"] == turn["cost_usd"] > 0


def test_a_conversation_over_its_budget_goes_to_the_team_without_a_model(
    stack: Stack, visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    visitor.ask(QUESTION)
    use_up(stack, visitor.conversation_id)
    simulator.forget()

    answer = visitor.ask("Et après la page de capture ?")

    assert (answer["agent"], answer["next_action"]) == ("escalate", "human_handoff")
    assert "équipe" in answer["response"]
    assert simulator.calls() == []
    assert [m["content"] for m in database.messages(visitor.conversation_id)][-1] == "Et après la page de capture ?"
    [handoff] = database.rows("select reason from handoffs where conversation_id = %s", visitor.conversation_id)
    assert handoff["reason"] == "budget"
    assert eventually(lambda: is_being_told(database, visitor), TOLD_WITHIN)


def test_over_the_sites_budget_a_message_is_refused_until_midnight(
    spent_site: None, visitor: Visitor, simulator: SimulatorHandle
) -> None:
    response = visitor.post(QUESTION, turn_id=str(uuid4()))

    assert response.status_code == 429
    assert response.json()["error"]["code"] == "budget_used_up"
    assert 0 < int(response.headers["Retry-After"]) <= 25 * 3600
    assert int(response.headers["Retry-After"]) == response.json()["error"]["retry_after"]
    assert simulator.calls() == []
