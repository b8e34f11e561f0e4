"""The route as n8n meets it: the real application, the simulator behind it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from functions.orchestrate.app import router
from functions.orchestrate.models import PastMessage
from functions.shared.logs import configure_logs
from functions.shared.settings import Settings
from functions.shared.web import create_app

TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a11"

Ask = Callable[..., Any]


def said(*messages: str, agent: str | None = None) -> list[PastMessage]:
    """A conversation: the visitor begins, then they alternate; `agent` signs the answers."""
    return [
        PastMessage.model_validate({"role": "assistant", "content": text, "agent": agent})
        if place % 2
        else PastMessage(role="user", content=text)
        for place, text in enumerate(messages)
    ]


class Desk:
    """A client of the route."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def route(self, message: str, **fields: Any) -> dict[str, Any]:
        response = await self.client.post("/orchestrate", json={"message": message, **fields})
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture(scope="session")
def open_desk() -> Callable[[Settings], AbstractAsyncContextManager[Desk]]:
    @asynccontextmanager
    async def open_it(settings: Settings) -> AsyncIterator[Desk]:
        app = create_app("orchestrate", router, settings=settings)
        headers = {"Authorization": f"Bearer {settings.functions_token.get_secret_value()}"}
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk", headers=headers) as client,
        ):
            yield Desk(client)

    return open_it


@pytest.fixture(scope="module")
async def offline(settings_for: Any, open_desk: Any) -> AsyncIterator[Desk]:
    """Without a key of OpenRouter."""
    async with open_desk(settings_for(openrouter_api_key=None)) as desk:
        yield desk


@pytest.fixture(scope="module")
async def hybrid(settings_for: Any, open_desk: Any) -> AsyncIterator[Desk]:
    """With a router model for what is unclear."""
    async with open_desk(settings_for(router_timeout_s=5)) as desk:
        yield desk


@pytest.fixture(scope="module")
async def always_llm(settings_for: Any, open_desk: Any) -> AsyncIterator[Desk]:
    """With a router model for everything."""
    async with open_desk(settings_for(router_mode="llm", router_timeout_s=1)) as desk:
        yield desk


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[dict[str, Any]]]:
    """Return the log lines with this event."""
    configure_logs("info")

    def read(event: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == event]

    return read
