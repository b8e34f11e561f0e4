"""The view of the gaps on the real database: each reason puts one question in, its repair takes it out."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.types.json import Jsonb

from dev.stack import Stack
from functions.desk.models import KnowledgeGaps, TeamDesk

Row = dict[str, Any]
SOURCE = ["guide-kajabi.md"]


class Base:
    """A database in which conversations can happen, forgotten at the end of the test."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def run(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(query, arguments)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []

    def turn(
        self, question: str, agent: str = "audrey", *, sources: list[str] = SOURCE, minutes: int = 0, **answer: Any
    ) -> str:
        conversation, turn = str(uuid4()), str(uuid4())
        metrics = {"intent": answer.pop("intent", "automation")}
        given = {"response": "Voici", "agent": agent, "confidence": 0.9, "sources": sources, "degraded": []} | answer
        self.run("select save_turn(%s, %s, %s, %s, %s)", turn, conversation, question, Jsonb(given), Jsonb(metrics))
        self.run("update messages set created_at = now() - make_interval(mins => %s) where turn_id = %s", minutes, turn)
        return turn

    def conversation_of(self, turn: str) -> str:
        return str(self.run("select conversation_id from messages where turn_id = %s limit 1", turn)[0][0])

    def gaps(self, **limits: int) -> list[Row]:
        named = ", ".join(f"{name} => {value}" for name, value in limits.items())
        return self.run(f"select knowledge_gaps({named})")[0][0]["gaps"]

    def reasons(self) -> list[list[str]]:
        return [gap["reasons"] for gap in self.gaps()]


@pytest.fixture
def db(base: Stack) -> Iterator[Base]:
    with psycopg.connect(base.postgres_url) as connection:
        connection.execute("set local role service_role")
        yield Base(connection)
        connection.rollback()


def test_a_well_answered_question_is_no_gap(db: Base) -> None:
    db.turn("Comment débuter ?")

    assert db.gaps() == []


def test_an_answer_without_a_source_is_a_gap(db: Base) -> None:
    turn = db.turn("Et la TVA ?", "carole", sources=[])

    [gap] = db.gaps()
    assert (gap["turn_id"], gap["question"], gap["agent"], gap["reasons"]) == (
        turn,
        "Et la TVA ?",
        "carole",
        ["no_source"],
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"intent": "small_talk"},
        {"intent": "ai_question"},
        {"degraded": ["knowledge"]},
        {"degraded": ["rerank"]},
        {"degraded": ["postprocess"]},
    ],
)
def test_what_needs_no_source_and_a_search_that_was_down_say_nothing_about_the_knowledge(db: Base, answer: Row) -> None:
    db.turn("merci !", sources=[], **answer)

    assert db.gaps() == []


def test_an_escalation_is_no_gap_unless_it_was_out_of_scope(db: Base) -> None:
    for reason in ("refund", "out_of_scope"):
        turn = db.turn(f"Question {reason}", "escalate", sources=[])
        db.run("select open_handoff(%s, %s, %s, %s)", db.conversation_of(turn), turn, reason, "résumé")

    [gap] = db.gaps()
    assert (gap["question"], gap["reasons"]) == ("Question out_of_scope", ["out_of_scope"])


def test_a_thumb_down_is_a_gap_until_it_goes_up(db: Base) -> None:
    turn = db.turn("Comment débuter ?")
    conversation = db.conversation_of(turn)

    db.run("select rate_answer(%s, %s, 'down')", conversation, turn)
    assert db.reasons() == [["thumbs_down"]]

    db.run("select rate_answer(%s, %s, 'up')", conversation, turn)
    assert db.reasons() == []


def test_one_question_with_two_reasons_is_one_row(db: Base) -> None:
    turn = db.turn("Et la TVA ?", sources=[])
    db.run("select rate_answer(%s, %s, 'down')", db.conversation_of(turn), turn)

    assert db.reasons() == [["no_source", "thumbs_down"]]


def test_the_newest_come_first_within_the_days_and_the_number_asked_for(db: Base) -> None:
    for minutes, question in [(3 * 24 * 60, "vieille"), (5, "récente"), (60, "d'avant")]:
        db.turn(question, sources=[], minutes=minutes)

    assert [gap["question"] for gap in db.gaps()] == ["récente", "d'avant", "vieille"]
    assert [gap["question"] for gap in db.gaps(since_days=1)] == ["récente", "d'avant"]
    assert [gap["question"] for gap in db.gaps(max_rows=1)] == ["récente"]


def test_the_pages_read_what_the_database_gives(db: Base) -> None:
    turn = db.turn("Et la TVA ?", "escalate", sources=[], upsell={"offer": "f", "text": "t", "url": "https://a.fr"})
    conversation = db.conversation_of(turn)
    db.run("select open_handoff(%s, %s, %s, %s)", conversation, turn, "out_of_scope", "résumé")

    desk = TeamDesk(**db.run("select team_desk(%s)", conversation)[0][0])
    found = KnowledgeGaps(**db.run("select knowledge_gaps()")[0][0])

    assert [str(row.conversation_id) for row in desk.waiting] == [conversation]
    assert desk.open is not None
    assert [message.role for message in desk.open.thread.messages] == ["user", "assistant"]
    assert [gap.question for gap in found.gaps] == ["Et la TVA ?"]


@pytest.mark.parametrize("role", ["anon", "authenticated"])
@pytest.mark.parametrize("query", ["select * from knowledge_gaps", "select knowledge_gaps()"])
def test_nobody_else_may_read_the_gaps(base: Stack, role: str, query: str) -> None:
    with psycopg.connect(base.postgres_url) as connection:
        connection.execute(f"set local role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(query)


def test_the_view_reads_with_the_rights_of_its_reader(db: Base) -> None:
    [[options]] = db.run("select reloptions from pg_class where oid = 'knowledge_gaps'::regclass")

    assert options == ["security_invoker=true"]


def test_the_api_gives_the_gaps_to_the_service_role_alone(base: Stack) -> None:
    url = f"{base.supabase_url}/rest/v1/rpc/knowledge_gaps"

    def ask(key: str) -> int:
        return httpx.post(url, json={}, headers={"apikey": key, "Authorization": f"Bearer {key}"}).status_code

    assert ask(base.settings.supabase_service_role_key) == 200
    assert ask(base.settings.supabase_anon_key) in {401, 403, 404}
