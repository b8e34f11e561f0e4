"""No table, view or function is open to a stranger, says the catalogue; and each question can find an offender."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.security import catalogue

# Each question, and what a careless migration would write that it has to find.
CARELESS = {
    catalogue.tables_without_forced_row_security: [
        "create table public.careless (id int)",
        "alter table public.messages no force row level security",
        "alter table public.rate_limits disable row level security",
        "create schema sales create table sales.leads (id int)",
    ],
    catalogue.views_with_their_owner_s_rights: [
        "create view public.careless as select * from public.messages",
        "alter view public.turns set (security_invoker = false)",
        "create materialized view public.careless as select * from public.messages",
    ],
    catalogue.policies: ["create policy everybody on public.messages using (true)"],
    catalogue.relations_open_to_strangers: [
        "grant select on public.messages to anon",
        "grant insert on public.incidents to authenticated",
        "grant select (content) on public.messages to anon",
        "grant truncate on public.conversations to public",
        "grant select on public.turns to anon",
        "grant usage on sequence public.messages_seq_seq to anon",
    ],
    catalogue.relations_without_explicit_grants: [
        "create table public.careless (id int)",
        "revoke all on public.llm_calls from service_role",
    ],
    catalogue.functions_without_a_pinned_search_path: [
        "create function public.careless() returns int language sql as 'select 1'",
        "alter function public.ping() set search_path = public",
    ],
    catalogue.functions_with_their_owner_s_rights: ["alter function public.ping() security definer"],
    catalogue.functions_open_to_strangers: [
        "grant execute on function public.ping() to anon",
        "grant execute on function public.fold(text) to authenticated",
        "grant execute on function public.ping() to public",
    ],
    catalogue.functions_open_to_everybody: ["grant execute on function public.take_allowance to public"],
    catalogue.schemas_where_strangers_create: ["grant create on schema public to anon"],
    catalogue.without_comment: [
        "create table public.careless (id int)",
        "create function public.careless() returns int language sql as 'select 1'",
    ],
}

Question = Callable[[psycopg.Connection[Any]], list[str]]


@pytest.mark.parametrize("question", [*CARELESS, catalogue.strangers_with_powers])
def test_the_migrations_leave_no_offender(db: psycopg.Connection[Any], question: Question) -> None:
    assert question(db) == []


@pytest.mark.parametrize(("question", "migration"), [(q, one) for q, many in CARELESS.items() for one in many])
def test_the_question_finds_a_careless_migration(
    db: psycopg.Connection[Any], question: Question, migration: str
) -> None:
    db.execute(migration)  # type: ignore[call-overload]

    assert question(db)


def test_the_questions_look_at_the_product(db: psycopg.Connection[Any]) -> None:
    assert {"messages", "rate_limits", "documents"} <= {name.removeprefix("public.") for name in catalogue.tables(db)}
    assert any("open_turn" in function for function in catalogue.functions(db))


@pytest.mark.parametrize(
    "kind", ["table public.later (id int)", "sequence public.later", "view public.later as select 1"]
)
def test_what_a_later_migration_creates_is_closed_until_it_grants(db: psycopg.Connection[Any], kind: str) -> None:
    db.execute(f"create {kind}")  # type: ignore[call-overload]

    assert catalogue.relations_open_to_strangers(db) == []


def test_a_later_function_is_closed_until_it_grants(db: psycopg.Connection[Any]) -> None:
    db.execute("create function public.later() returns int language sql as 'select 1'")

    assert catalogue.functions_open_to_everybody(db) == []
