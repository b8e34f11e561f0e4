import json
import threading
import uuid
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bench.temporary_base import TemporaryBase

NO_LIMIT = {
    "conversation_daily_tokens": None,
    "conversation_daily_usd": None,
    "site_daily_tokens": None,
    "site_daily_usd": None,
}


def open_turn(db: psycopg.Connection[Any], conversation: uuid.UUID, **limits: Any) -> tuple[uuid.UUID, dict[str, Any]]:
    turn = uuid.uuid4()
    named = NO_LIMIT | limits
    row = db.execute(
        "select public.open_turn(%s, %s, 'Bonjour', 'w', "
        + ", ".join(f"{name} => %s::numeric" if name.endswith("usd") else f"{name} => %s" for name in named)
        + ")",
        (turn, conversation, *named.values()),
    ).fetchone()
    assert row
    return turn, row[0]


def spend(db: psycopg.Connection[Any], turn: uuid.UUID | None, tokens: int, usd: float) -> None:
    call = {
        "turn_id": str(turn) if turn else None,
        "role": "writer",
        "model_asked": "m",
        "model": "m",
        "prompt_tokens": tokens - 1 if tokens else 0,
        "completion_tokens": 1 if tokens else 0,
        "cost_usd": usd,
        "status": "ok",
    }
    db.execute("select public.record_llm_call(%s)", (json.dumps(call),))


def usage(db: psycopg.Connection[Any], conversation: uuid.UUID | None) -> tuple[int, Decimal] | None:
    return db.execute(
        "select tokens, cost_usd from public.daily_usage "
        "where day = public.budget_day() and conversation_id is not distinct from %s",
        (conversation,),
    ).fetchone()


def stored(db: psycopg.Connection[Any], turn: uuid.UUID) -> int:
    row = db.execute("select count(*) from public.messages where turn_id = %s", (turn,)).fetchone()
    assert row
    return row[0]


def test_each_call_adds_to_its_conversation_and_to_the_site(db):
    mine, hers = uuid.uuid4(), uuid.uuid4()
    turn, _ = open_turn(db, mine)
    other, _ = open_turn(db, hers)
    spend(db, turn, 1000, 0.02)
    spend(db, turn, 500, 0.01)
    spend(db, other, 10, 0.001)
    spend(db, None, 7, 0)
    assert usage(db, mine) == (1500, Decimal("0.030000"))
    assert usage(db, hers) == (10, Decimal("0.001000"))
    assert usage(db, None) == (1517, Decimal("0.031000"))


def test_the_calls_themselves_are_stored_as_before(db):
    turn, _ = open_turn(db, uuid.uuid4())
    spend(db, turn, 1000, 0.02)
    assert db.execute(
        "select prompt_tokens, completion_tokens, cost_usd from public.llm_calls where turn_id = %s", (turn,)
    ).fetchone() == (999, 1, Decimal("0.020000"))


def test_what_the_provider_did_not_say_is_null_and_counts_nothing(db):
    mine = uuid.uuid4()
    turn, _ = open_turn(db, mine)
    call = {"turn_id": str(turn), "role": "writer", "model_asked": "m", "model": "m", "status": "cut"}
    db.execute("select record_llm_call(%s)", (json.dumps(call | {"prompt_tokens": 12}),))
    assert db.execute(
        "select prompt_tokens, completion_tokens, cost_usd from public.llm_calls where turn_id = %s", (turn,)
    ).fetchone() == (12, None, None)
    assert usage(db, mine) == (12, Decimal(0))


def test_an_estimate_of_what_nobody_told_counts_in_the_budget_and_is_no_figure_of_the_call(db):
    mine = uuid.uuid4()
    turn, _ = open_turn(db, mine)
    call = {"turn_id": str(turn), "role": "writer", "model_asked": "m", "model": "m", "status": "cut"}
    db.execute("select record_llm_call(%s)", (json.dumps(call | {"estimated_tokens": 900}),))
    assert db.execute("select prompt_tokens from public.llm_calls where turn_id = %s", (turn,)).fetchone() == (None,)
    assert usage(db, mine) == (900, Decimal(0))


def test_a_call_that_used_nothing_leaves_no_usage(db):
    spend(db, None, 0, 0)
    assert usage(db, None) is None


@pytest.mark.parametrize("limit", [{"conversation_daily_tokens": 1000}, {"conversation_daily_usd": 0.02}])
def test_a_conversation_over_its_budget_is_the_teams_and_nothing_of_it_is_lost(db, limit):
    conversation = uuid.uuid4()
    turn, opened = open_turn(db, conversation, **limit)
    assert opened["outcome"] == "open"
    spend(db, turn, 1000, 0.02)

    last, refused = open_turn(db, conversation, **limit)

    assert refused == {"outcome": "human"}
    assert stored(db, last) == 1
    assert db.execute(
        "select conversation.status, handoff.reason, handoff.status from public.handoffs as handoff "
        "join public.conversations as conversation on conversation.id = handoff.conversation_id "
        "where handoff.turn_id = %s",
        (last,),
    ).fetchone() == ("human", "budget", "waiting")
    open_turn(db, conversation, **limit)
    assert db.execute(
        "select count(*) from public.handoffs where conversation_id = %s", (conversation,)
    ).fetchone() == (1,)


def test_under_its_budget_a_conversation_goes_on_and_another_ones_use_does_not_count(db):
    turn, _ = open_turn(db, uuid.uuid4())
    spend(db, turn, 5000, 1)
    assert open_turn(db, uuid.uuid4(), conversation_daily_tokens=1, conversation_daily_usd=0.01)[1]["outcome"] == "open"


@pytest.mark.parametrize("limit", [{"site_daily_tokens": 1000}, {"site_daily_usd": 0.02}])
def test_over_the_sites_budget_a_message_waits_for_midnight_and_is_not_stored(db, limit):
    spend(db, None, 1000, 0.02)

    turn, refused = open_turn(db, uuid.uuid4(), **limit)

    assert refused["outcome"] == "budget_used_up"
    assert 0 < refused["retry_after"] <= 25 * 3600
    midnight = db.execute(
        "select to_char((now() + make_interval(secs => %s)) at time zone 'Europe/Paris', 'HH24:MI')",
        (refused["retry_after"],),
    ).fetchone()
    assert midnight == ("00:00",)
    assert stored(db, turn) == 0


def test_with_the_team_a_conversation_needs_no_budget(db):
    conversation = uuid.uuid4()
    turn, _ = open_turn(db, conversation)
    db.execute("select public.open_handoff(%s, %s, 'human', '')", (conversation, turn))
    spend(db, turn, 1000, 1)
    assert open_turn(db, conversation, site_daily_usd=0.01, conversation_daily_usd=0.01)[1] == {"outcome": "human"}


def test_yesterdays_use_is_forgotten(db):
    conversation = uuid.uuid4()
    turn, _ = open_turn(db, conversation)
    spend(db, turn, 1000, 1)
    db.execute("update public.daily_usage set day = day - 1")
    assert open_turn(db, conversation, site_daily_tokens=1, conversation_daily_tokens=1)[1]["outcome"] == "open"


def test_the_same_turn_posted_again_is_not_refused_for_its_own_cost(db):
    conversation = uuid.uuid4()
    turn, _ = open_turn(db, conversation)
    spend(db, turn, 1000, 1)
    again = db.execute(
        "select public.open_turn(%s, %s, 'Bonjour', 'w', site_daily_tokens => 1)", (turn, conversation)
    ).fetchone()
    assert again
    assert again[0]["outcome"] == "open"


def test_a_deleted_conversation_leaves_only_the_sites_figures(db):
    conversation = uuid.uuid4()
    turn, _ = open_turn(db, conversation)
    spend(db, turn, 1000, 1)
    db.execute("delete from public.conversations where id = %s", (conversation,))
    assert usage(db, conversation) is None
    assert usage(db, None) == (1000, Decimal(1))


def test_calls_at_once_lose_no_token_and_never_block_each_other(base: TemporaryBase):
    conversations = [uuid.uuid4() for _ in range(3)]
    with psycopg.connect(base.postgres_url, autocommit=True) as setup:
        turns = [open_turn(setup, conversation)[0] for conversation in conversations]
        before = usage(setup, None) or (0, Decimal(0))
    errors: list[psycopg.Error] = []

    def work(number: int) -> None:
        try:
            with psycopg.connect(base.postgres_url, autocommit=True) as connection:
                for step in range(20):
                    spend(connection, turns[(number + step) % 3], 10, 0.001)
        except psycopg.Error as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    with psycopg.connect(base.postgres_url, autocommit=True) as check:
        after = usage(check, None)
        assert after
        assert (after[0] - before[0], after[1] - before[1]) == (1200, Decimal("0.120"))
        assert sum((usage(check, one) or (0,))[0] for one in conversations) == 1200
        check.execute("delete from public.conversations where id = any(%s)", (conversations,))
        check.execute("delete from public.daily_usage")


def test_visitors_can_neither_read_nor_raise_the_budget(db):
    for role in ("anon", "authenticated"):
        db.execute("savepoint before")
        db.execute(f"set local role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select * from public.daily_usage")
        db.execute("rollback to before")
        db.execute(f"set local role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select public.record_llm_call('{}')")
        db.execute("rollback to before")
