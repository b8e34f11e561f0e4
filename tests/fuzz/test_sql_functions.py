"""Every SQL function with any argument of its types: an answer, or an error that PostgREST turns into a 4xx."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.temporary_base import TemporaryBase
from tests.fuzz.budget import budget
from tests.fuzz.sql_arguments import FEW_IDS, HALF_STORED, arguments, half_stored, signatures

# SQLSTATE classes that PostgREST answers with 4xx: data exceptions, broken constraints, our own `raise`.
OF_THE_CALLER = ("22", "23", "P0001", "PT4")
# open_handoff is called by the first two alone, for a turn that they have claimed
WRITING = ["open_turn", "save_turn", "rate_answer", "leave_contact", "open_session", "team_act"]


@pytest.fixture(scope="module")
def db(base: TemporaryBase) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(base.postgres_url, options="-c search_path=") as connection:
        yield connection


def call(db: psycopg.Connection[Any], name: str, kinds: list[str], given_: tuple[Any, ...]) -> bool:
    """Calls a function in a transaction of its own; False when it refuses, AssertionError when it breaks."""
    try:
        with db.transaction():
            places = ", ".join(f"%s::{kind}" for kind in kinds)
            db.execute(f"select * from public.{name}({places})", given_).fetchall()  # type: ignore[call-overload]
            db.execute("set constraints all immediate")
    except psycopg.Error as error:
        assert (error.sqlstate or "").startswith(OF_THE_CALLER), (error.sqlstate, str(error))
        return False
    return True


@budget(120, many=4_000)
@given(data=st.data())
def test_any_argument_gets_an_answer_or_a_clean_error(db: psycopg.Connection[Any], data: st.DataObject) -> None:
    known = signatures(db)
    name = data.draw(st.sampled_from(sorted(known)))
    try:
        call(db, name, known[name], data.draw(arguments(known[name])))
        assert half_stored(db) == {}
    finally:
        db.rollback()


@budget(60)
@given(data=st.data())
def test_a_row_of_calls_leaves_nothing_half_stored(db: psycopg.Connection[Any], data: st.DataObject) -> None:
    known = signatures(db)
    try:
        for name in data.draw(st.lists(st.sampled_from(WRITING), min_size=2, max_size=6)):
            call(db, name, known[name], data.draw(arguments(known[name])))
            assert half_stored(db) == {}, name
    finally:
        db.rollback()


def test_every_function_is_reached(db: psycopg.Connection[Any]) -> None:
    assert {"open_turn", "save_turn", "take_allowance", "save_document", "search_knowledge"} <= set(signatures(db))
    assert set(WRITING) <= set(signatures(db))


@pytest.mark.parametrize(
    ("wrong", "statement"),
    [
        (
            "an answer without its question",
            "insert into public.messages (conversation_id, turn_id, role, content) "
            "values (%(c)s, %(t)s, 'assistant', '')",
        ),
        (
            "a question whose turn nobody claimed",
            "insert into public.messages (conversation_id, turn_id, role, content) values (%(c)s, %(t)s, 'user', '')",
        ),
        (
            "a hand-off of a turn of another conversation",
            "with q as (insert into public.messages (conversation_id, turn_id, role, content) "
            "values (%(c)s, %(t)s, 'user', '')) insert into public.handoffs "
            "(conversation_id, turn_id, reason, summary) values (%(c2)s, %(t)s, 'r', 's')",
        ),
        ("words that are not counted", "insert into public.search_words values ('audrey', '', 1)"),
    ],
)
def test_the_look_out_finds_what_is_half_stored(db: psycopg.Connection[Any], wrong: str, statement: str) -> None:
    conversation, other, turn = FEW_IDS[:3]
    for one in (conversation, other):
        db.execute("insert into public.conversations (id) values (%s)", (one,))

    db.execute(statement, {"c": conversation, "c2": other, "t": turn})  # type: ignore[call-overload]

    assert wrong in HALF_STORED
    assert wrong in half_stored(db)
    db.rollback()


def test_an_error_of_ours_is_not_taken_for_one_of_the_caller(db: psycopg.Connection[Any]) -> None:
    with db.transaction(force_rollback=True):
        db.execute("create function public.broken(a text) returns int language plpgsql as 'begin return a.b; end'")
        with pytest.raises(AssertionError):
            call(db, "broken", ["text"], ("x",))
