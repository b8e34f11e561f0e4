"""A body over the limit is refused in our own words, however its length is told."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from functions.orchestrate.app import router
from functions.shared.web import create_app

LIMIT = 1_000
TOO_LARGE = json.dumps({"message": "a" * 2 * LIMIT}).encode()
PROBLEM = {
    "type": "urn:sales-copilot:problem:body-too-large",
    "title": "body too large",
    "status": 413,
    "detail": f"Le corps de la requête dépasse {LIMIT} octets.",
}


@pytest.fixture
async def client(settings_for: Any) -> AsyncIterator[httpx.AsyncClient]:
    settings = settings_for(openrouter_api_key=None, max_body_bytes=LIMIT)
    app = create_app("orchestrate", router, settings=settings)
    headers = {
        "Authorization": f"Bearer {settings.functions_token.get_secret_value()}",
        "Content-Type": "application/json",
    }
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test", headers=headers) as client,
    ):
        yield client


async def pieces(body: bytes) -> AsyncIterator[bytes]:
    """Yield a body piece by piece: httpx then sends it without a length."""
    for start in range(0, len(body), 300):
        yield body[start : start + 300]


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_limit_is_refused_whether_or_not_its_length_is_told(
    client: httpx.AsyncClient, chunked: bool
) -> None:
    answer = await client.post("/orchestrate", content=pieces(TOO_LARGE) if chunked else TOO_LARGE)

    assert ("content-length" in answer.request.headers) is not chunked
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json() == PROBLEM


async def test_the_log_tells_the_status_that_was_sent(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    await client.post("/orchestrate", content=pieces(TOO_LARGE))

    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"request"' in line]
    assert line["status"] == 413


async def test_a_body_in_pieces_within_the_limit_is_served(client: httpx.AsyncClient) -> None:
    assert (await client.post("/orchestrate", content=pieces(b'{"message": "bonjour"}'))).status_code == 200
