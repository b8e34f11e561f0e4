import uuid
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

Db = psycopg.Connection[Any]
QUESTION = "Comment trouver mes clientes ?"
ANSWER = {"response": "Voici.", "agent": "audrey", "confidence": 1, "sources": []}
REPEATS = 60


def value(db: Db, query: str, *values: object) -> Any:
    row = db.execute(query, values).fetchone()
    assert row
    return row[0]


def post(db: Db, turn: uuid.UUID, conversation: uuid.UUID, message: str = QUESTION, **limits: object) -> Any:
    given = {
        "turn_id": turn,
        "conversation_id": conversation,
        "message": message,
        "worker": str(uuid.uuid4()),
        **limits,
    }
    named = ", ".join(f"{name} => %s" for name in given)
    return value(db, f"select open_turn({named})", *given.values())


def outcome(db: Db, turn: uuid.UUID, conversation: uuid.UUID, message: str = QUESTION, **limits: object) -> str:
    return post(db, turn, conversation, message, **limits)["outcome"]


def lose_the_worker(db: Db, turn: uuid.UUID) -> None:
    db.execute("update turn_claims set lease_expires_at = now() - interval '1 s' where turn_id = %s", (turn,))


def test_a_turn_is_repeated_freely_sixty_times_a_window(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    assert outcome(db, turn, conversation, visitor_limit=1) == "open"
    assert {outcome(db, turn, conversation, visitor_limit=1) for _ in range(REPEATS)} == {"in_progress"}
    refused = post(db, turn, conversation, visitor_limit=1)
    assert refused["outcome"] == "rate_limited"
    assert 1 <= refused["retry_after"] <= 60


def test_what_a_visitors_own_limit_refuses_takes_nothing_from_her_address(db: Db) -> None:
    limits = {"visitor_limit": 1, "ip_limit": 2, "visitor_ip": "203.0.113.9"}
    hers = uuid.uuid4()
    assert [outcome(db, uuid.uuid4(), hers, **limits) for _ in range(4)] == ["open", *["rate_limited"] * 3]
    assert outcome(db, uuid.uuid4(), uuid.uuid4(), **limits) == "open"
    assert outcome(db, uuid.uuid4(), uuid.uuid4(), **limits) == "rate_limited"


def test_another_message_under_a_lost_turns_id_is_a_conflict_and_the_same_one_is_answered(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    post(db, turn, conversation)
    lose_the_worker(db, turn)
    assert outcome(db, turn, conversation, "Une autre question ?") == "conflict"
    assert outcome(db, turn, conversation) == "open"


def test_an_answered_turn_gives_its_answer_whatever_comes_with_its_id(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    post(db, turn, conversation)
    db.execute("select save_turn(%s, %s, %s, %s)", (turn, conversation, QUESTION, Jsonb(ANSWER)))
    assert post(db, turn, conversation, "Une autre question ?")["answer"]["response"] == "Voici."


def test_a_lost_turn_is_the_teams_once_the_conversation_is(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    post(db, turn, conversation)
    lose_the_worker(db, turn)
    db.execute("update conversations set status = 'human' where id = %s", (conversation,))
    assert outcome(db, turn, conversation) == "human"
    assert value(db, "select read_turn(%s)", turn) == {"outcome": "human"}


@pytest.mark.parametrize(
    "query", ["select rate_answer(%(id)s, gen_random_uuid(), 'up')", "select leave_contact(%(id)s, 'a@exemple.fr')"]
)
def test_who_is_thanked_for_something_has_left_it(db: Db, query: str) -> None:
    with pytest.raises(psycopg.Error) as refused, db.transaction():
        db.execute(query, {"id": uuid.uuid4()})
    assert refused.value.sqlstate == "PT404"


def test_a_thumb_and_an_address_are_kept(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    db.execute("select save_turn(%s, %s, %s, %s)", (turn, conversation, QUESTION, Jsonb(ANSWER)))
    assert value(db, "select rate_answer(%s, %s, 'down')", conversation, turn)
    assert value(db, "select rate_answer(%s, %s, 'up')", conversation, turn)
    assert value(db, "select leave_contact(%s, 'a@exemple.fr')", conversation)
    assert value(db, "select rating from feedback where turn_id = %s", turn) == "up"
    assert value(db, "select contact_email from conversations where id = %s", conversation) == "a@exemple.fr"


def test_two_clicks_are_one_reply_and_the_same_words_later_are_another(db: Db) -> None:
    turn, conversation = uuid.uuid4(), uuid.uuid4()
    db.execute(
        "select save_turn(%s, %s, %s, %s, '{}', %s)",
        (turn, conversation, QUESTION, Jsonb(ANSWER), Jsonb({"reason": "human", "summary": "s"})),
    )
    key = value(db, "select desk_key from handoffs where conversation_id = %s", conversation)
    for reply in ("Oui", "Oui", "Coucou", "Oui"):
        assert value(db, "select team_act(%s, 'reply', %s)", key, reply)["done"]
    assert outcome(db, uuid.uuid4(), conversation) == "human"
    assert value(db, "select team_act(%s, 'reply', 'Oui')", key)["done"]
    said = "select array_agg(content order by seq) from messages where conversation_id = %s and role = 'team'"
    assert value(db, said, conversation) == ["Oui", "Coucou", "Oui", "Oui"]
