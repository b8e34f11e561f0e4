"""Too many messages at once, from one visitor and from one address; and bodies that no message needs."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from dev.settings import Settings
from dev.stack import Stack
from tests.stack.visitor import Database, Visitor

AT_ONCE = 200
LIMIT = 20
HOUR = 3600


def open_turns(door: Settings, many: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Opens turns through PostgREST, all at once."""
    headers = {"apikey": door.supabase_secret_key}
    limits = {"visitor_limit": LIMIT, "ip_limit": 60, "window_seconds": HOUR}
    pool = httpx.Limits(max_connections=AT_ONCE)

    with httpx.Client(base_url=door.api_url, headers=headers, timeout=60, trust_env=False, limits=pool) as client:

        def post(fields: dict[str, Any]) -> dict[str, Any]:
            body = {"turn_id": str(uuid4()), "message": "Bonjour", "worker": "w", **limits, **fields}
            return client.post("/rest/v1/rpc/open_turn", json=body).raise_for_status().json()

        with ThreadPoolExecutor(AT_ONCE) as threads:
            return list(threads.map(post, many))


def test_two_hundred_at_once_from_one_visitor_let_exactly_twenty_through(door: Settings) -> None:
    opened = open_turns(door, [{"conversation_id": str(uuid4())}] * AT_ONCE)

    assert Counter(one["outcome"] for one in opened) == {"open": LIMIT, "rate_limited": AT_ONCE - LIMIT}
    waits = [one["retry_after"] for one in opened if one["outcome"] == "rate_limited"]
    assert all(HOUR - 60 <= wait <= HOUR for wait in waits)


def test_two_hundred_visitors_behind_one_address_let_exactly_sixty_through(door: Settings) -> None:
    address = str(uuid4())
    many = [{"conversation_id": str(uuid4()), "visitor_ip": address} for _ in range(AT_ONCE)]

    assert Counter(one["outcome"] for one in open_turns(door, many)) == {"open": 60, "rate_limited": AT_ONCE - 60}


def test_the_address_itself_is_not_stored(door: Settings) -> None:
    open_turns(door, [{"conversation_id": str(uuid4()), "visitor_ip": "198.51.100.77"}])

    with psycopg.connect(door.postgres_url) as db:
        keys = [key for (key,) in db.execute("select key from public.rate_limits where key like 'ip:%%'").fetchall()]
    assert keys
    assert not any("198.51" in key for key in keys)


@pytest.mark.stack
def test_the_widget_is_told_when_to_come_back_and_a_restart_forgets_nothing(
    stack: Stack, visitor: Visitor, database: Database
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        pool = httpx.Limits(max_connections=AT_ONCE)
        with httpx.Client(timeout=120, trust_env=False, limits=pool) as client:
            crowd = Visitor(visitor.webhook_url, visitor.conversation_id, client)
            answers = list(threads.map(lambda _: crowd.post("Quel outil pour mes e-mails ?"), range(AT_ONCE)))

    assert Counter(answer.status_code for answer in answers) == {200: LIMIT, 429: AT_ONCE - LIMIT}
    refused = [answer for answer in answers if answer.status_code == 429]
    assert all(1 <= int(answer.headers["retry-after"]) <= 60 for answer in refused)
    assert {answer.json()["error"]["code"] for answer in refused} == {"rate_limited"}
    assert len(database.messages(visitor.conversation_id)) == 2 * LIMIT

    with psycopg.connect(stack.postgres_url, autocommit=True) as db:
        db.execute("update public.rate_limits set window_ends_at = now() + interval '1 hour'")
    for part in ("n8n", "postgres"):
        stack.kill(part)
    for part in ("postgres", "n8n"):
        stack.start_part(part)
    try:
        again = visitor.post("Encore une question")
        assert again.status_code == 429
        assert HOUR - 600 <= int(again.headers["retry-after"]) <= HOUR
    finally:
        with psycopg.connect(stack.postgres_url, autocommit=True) as db:
            db.execute("truncate public.rate_limits")


@pytest.mark.stack
@pytest.mark.parametrize("declared", [True, False], ids=["with its length", "in chunks"])
def test_a_body_over_32_kilobytes_is_refused_before_the_flow(visitor: Visitor, declared: bool) -> None:
    def post(size: int) -> httpx.Response:
        body = b'{"message": "' + b"a" * (size - 15) + b'"}'
        content = body if declared else iter([body[:1000], body[1000:]])
        return visitor.client.post(visitor.webhook_url, content=content, headers={"content-type": "application/json"})

    assert post(32 * 1024 + 1).status_code == 413
    assert post(32 * 1024).json()["error"]["code"] != "too_large"


@pytest.mark.stack
def test_a_body_over_the_functions_limit_is_refused_by_the_functions(stack: Stack) -> None:
    headers = {"authorization": f"Bearer {stack.settings.functions_token}", "content-type": "application/json"}

    refused = httpx.post(f"{stack.functions_url}/orchestrate", content=b"a" * 256_001, headers=headers)

    assert refused.status_code == 413
    assert refused.headers["content-type"] == "application/problem+json"
