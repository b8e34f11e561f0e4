"""Without the secret key: no row out, no row in, by any trick; and the look-out sees a door that was left open."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from dev.settings import Settings
from tests.security import strangers
from tests.security.strangers import Attempt

TREASURE = "tresor-cache-48213"
VECTOR = "[" + ",".join(["0.1"] * 1536) + "]"
# As a stranger without a known key every identity is refused at the door; these ones come as far as PostgREST.
FAR_ENOUGH = ["anon", "publishable key", "authenticated"]


@pytest.fixture(scope="module")
def owner(door: Settings) -> Iterator[psycopg.Connection[Any]]:
    """Rows that nobody may see, and a look at them afterwards."""
    with psycopg.connect(door.postgres_url, autocommit=True) as connection:
        fill(connection)
        yield connection


@pytest.fixture(scope="module")
def client(door: Settings) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=door.api_url, trust_env=False, timeout=20) as http:
        yield http


def fill(db: psycopg.Connection[Any]) -> None:
    turn, conversation = uuid4(), uuid4()
    db.execute("select public.open_turn(%s, %s, %s, 'w', %s, %s)", (turn, conversation, TREASURE, TREASURE, TREASURE))
    answer = f'{{"response": "{TREASURE}", "agent": "audrey", "confidence": 1, "sources": ["{TREASURE}"]}}'
    handoff = f'{{"reason": "human", "summary": "{TREASURE}"}}'
    db.execute("select public.save_turn(%s, %s, 'm', %s, '{}', %s)", (turn, conversation, answer, handoff))
    db.execute("select public.rate_answer(%s, %s, 'down')", (conversation, turn))
    db.execute("insert into public.incidents (workflow) values (%s)", (TREASURE,))
    db.execute("insert into public.pending_embeddings values (%s, %s, %s)", (TREASURE, TREASURE, VECTOR))
    db.execute(
        "with d as (insert into public.documents (filename, title, agent_owner, content_hash) "
        "values (%(t)s, %(t)s, 'audrey', 'h') returning id) insert into public.document_chunks "
        "(document_id, agent_owner, chunk_index, content, content_hash, embedding, embedding_model) "
        "select id, 'audrey', 0, %(t)s, 'h', %(v)s, 'm' from d",
        {"t": TREASURE, "v": VECTOR},
    )


def state(db: psycopg.Connection[Any]) -> dict[str, str]:
    """A fingerprint of every table's rows."""
    tables = db.execute("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
    digest = "select md5(coalesce(string_agg(one::text, '|' order by one::text), '')) from public.{} as one"
    return {name: str(db.execute(digest.format(name)).fetchone()) for (name,) in tables.fetchall()}  # type: ignore[call-overload]


def offences(client: httpx.Client, identity: dict[str, str], attempts: list[Attempt]) -> list[str]:
    """The attempts that were told something: a success, a row, or the names of what there is."""
    answered = [(attempt, strangers.send(client, attempt, identity)) for attempt in attempts]
    return [
        f"{attempt.method} {attempt.path[:80]}: {response.status_code} {response.text[:200]}"
        for attempt, response in answered
        if TREASURE in response.text or (response.is_success and not is_empty_description(response))
    ]


def is_empty_description(response: httpx.Response) -> bool:
    """The root describes the API that the caller may use: for a stranger, nothing but itself."""
    described = response.json() if "openapi" in response.headers.get("content-type", "") else {}
    return set(described.get("paths", ["?"])) == {"/"} and not described.get("definitions")


@pytest.mark.parametrize("name", FAR_ENOUGH)
def test_no_trick_reads_or_writes_a_row(
    door: Settings, owner: psycopg.Connection[Any], client: httpx.Client, name: str
) -> None:
    before, attempts = state(owner), strangers.attempts(owner)

    assert offences(client, strangers.identities(door)[name], attempts) == []
    assert state(owner) == before
    assert len(attempts) > 200


def test_no_disguise_is_taken_for_the_service_role(
    door: Settings, owner: psycopg.Connection[Any], client: httpx.Client
) -> None:
    before = state(owner)
    tried = [
        Attempt("GET", "/messages?select=*"),
        Attempt("POST", "/incidents", {"Prefer": "return=representation"}, {"workflow": "intrus"}),
        Attempt("DELETE", "/messages?id=not.is.null"),
        Attempt("POST", "/rpc/take_allowance", {}, {"key": "intrus", "allowance": 1, "window_seconds": 60}),
    ]

    for name, identity in strangers.identities(door).items():
        assert offences(client, identity, tried) == [], name
        for attempt in tried:
            assert strangers.send(client, attempt, identity).status_code in (400, 401, 403, 404), name
    assert state(owner) == before


def test_two_keys_at_once_are_no_key(door: Settings, client: httpx.Client) -> None:
    both = [("apikey", door.supabase_anon_key), ("apikey", "service_role"), ("Authorization", "Bearer x")]

    assert client.get("/rest/v1/messages", headers=both).status_code == 401  # type: ignore[arg-type]


def test_the_secret_key_itself_opens_the_door(
    door: Settings, owner: psycopg.Connection[Any], client: httpx.Client
) -> None:
    for key in (door.supabase_secret_key, door.supabase_service_role_key):
        assert TREASURE in client.get("/rest/v1/messages", headers={"apikey": key}).text


@pytest.mark.parametrize(
    ("careless", "repair"),
    [
        (
            "grant select on public.messages to anon; create policy careless on public.messages using (true)",
            "revoke select on public.messages from anon; drop policy careless on public.messages",
        ),
        (
            "grant insert on public.incidents to anon; "
            "create policy careless on public.incidents for insert with check (true)",
            "revoke insert on public.incidents from anon; drop policy careless on public.incidents; "
            "delete from public.incidents where workflow = 'intrus'",
        ),
        (
            "grant select on public.knowledge_gaps to anon; "
            "alter view public.knowledge_gaps set (security_invoker = false)",
            "revoke select on public.knowledge_gaps from anon; "
            "alter view public.knowledge_gaps set (security_invoker = true)",
        ),
        (
            "grant execute on function public.team_desk to anon; alter function public.team_desk security definer",
            "revoke execute on function public.team_desk from anon; alter function public.team_desk security invoker",
        ),
    ],
    ids=["a policy for everybody", "an insert policy", "a view with its owner's rights", "a definer function"],
)
def test_the_look_out_sees_a_door_left_open(
    door: Settings, owner: psycopg.Connection[Any], client: httpx.Client, careless: str, repair: str
) -> None:
    tried = [
        Attempt("GET", "/messages?select=*"),
        Attempt("POST", "/incidents", {}, {"workflow": "intrus"}),
        Attempt("GET", "/knowledge_gaps"),
        Attempt("POST", "/rpc/team_desk", {}, {}),
    ]
    anon = strangers.identities(door)["anon"]
    before = state(owner)
    owner.execute(careless)  # type: ignore[call-overload]
    try:
        assert offences(client, anon, tried) or state(owner) != before
    finally:
        owner.execute(repair)  # type: ignore[call-overload]
    assert offences(client, anon, tried) == []
