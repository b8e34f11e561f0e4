"""The gateway as n8n meets it: the real application, the simulator behind it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from functions.llm.app import router
from functions.shared.logs import configure_logs
from functions.shared.quotation import Passage, quote
from functions.shared.settings import Settings
from functions.shared.web import create_app

TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a10"
ASKED, FALLBACK, OFFLINE = "anthropic/claude-sonnet-5.5", "openai/gpt-5.5-mini", "local/offline-writer"
PASSAGE = Passage(
    "Guide Kajabi", "guide-kajabi.md", "Kajabi > Espace", "1. Crée le produit dans Kajabi.\n2. Relie ton offre."
)
MESSAGES = [
    {"role": "system", "content": "Tu es Audrey, experte en automatisation."},
    {"role": "user", "content": quote([PASSAGE], "a1b2c3d4") + "\n\nQuestion : Comment débuter sur Kajabi ?"},
]


class Gateway:
    """A client of the gateway that reads both modes the same way."""

    def __init__(self, client: httpx.AsyncClient, simulator: Any) -> None:
        self.client, self.simulator = client, simulator

    async def ask(self, *, stream: bool, **fields: Any) -> "Answer":
        body = {"model": ASKED, "messages": MESSAGES, "stream": stream, **fields}
        if stream:
            body["stream_options"] = {"include_usage": True}
        response = await self.client.post("/llm/v1/chat/completions", json=body, headers={"X-Turn-Id": TURN_ID})
        assert response.status_code == 200, response.text
        return Answer.of_events(response.text) if stream else Answer.of_completion(response.json())


class Answer:
    """What came back, whole."""

    def __init__(self, text: str, model: str, finish_reason: str, usage: dict[str, Any] | None) -> None:
        self.text, self.model, self.finish_reason, self.usage = text, model, finish_reason, usage

    @classmethod
    def of_completion(cls, body: dict[str, Any]) -> "Answer":
        choice = body["choices"][0]
        return cls(choice["message"]["content"], body["model"], choice["finish_reason"], body.get("usage"))

    @classmethod
    def of_events(cls, raw: str) -> "Answer":
        events = [line.removeprefix("data: ") for line in raw.split("\n") if line]
        assert events.pop() == "[DONE]"
        chunks = [json.loads(event) for event in events]
        choices = [chunk["choices"][0] for chunk in chunks if chunk["choices"]]
        text = "".join(choice["delta"].get("content", "") for choice in choices)
        return cls(text, chunks[-1]["model"], choices[-1]["finish_reason"], chunks[-1].get("usage"))


@pytest.fixture(scope="session")
def open_gateway(simulator_handle: Any) -> Callable[[Settings], AbstractAsyncContextManager[Gateway]]:
    @asynccontextmanager
    async def open_it(settings: Settings) -> AsyncIterator[Gateway]:
        app = create_app("llm", router, settings=settings)
        headers = {"Authorization": f"Bearer {settings.functions_token.get_secret_value()}"}
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://gateway", headers=headers) as client,
        ):
            yield Gateway(client, simulator_handle)

    return open_it


@pytest.fixture(scope="module")
async def gateway(settings_for: Any, open_gateway: Any) -> AsyncIterator[Gateway]:
    """A gateway patient enough for a busy machine: only the provider's faults make it change its mind."""
    async with open_gateway(settings_for(writer_first_token_timeout_s=20)) as opened:
        yield opened


@pytest.fixture(scope="module")
async def impatient_gateway(settings_for: Any, open_gateway: Any) -> AsyncIterator[Gateway]:
    """A gateway that gives up soon, for the faults that are nothing but silence."""
    async with open_gateway(settings_for(writer_first_token_timeout_s=1, writer_timeout_s=6)) as opened:
        yield opened


@pytest.fixture
def gateway_for(gateway: Gateway, impatient_gateway: Gateway) -> Callable[[str], Gateway]:
    """The gateway to test a fault with."""
    return lambda fault: impatient_gateway if fault.startswith("stall") else gateway


@pytest.fixture(autouse=True)
def a_sound_provider(simulator: Any) -> None:
    """Every test begins with a provider that works."""


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[dict[str, Any]]]:
    """Return the log lines with this event."""
    configure_logs("info")
    lines: list[dict[str, Any]] = []

    def read(event: str) -> list[dict[str, Any]]:
        lines.extend(json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{"))
        return [line for line in lines if line["event"] == event]

    return read
