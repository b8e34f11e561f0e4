"""The gateway as n8n meets it: the real application, the simulator behind it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from functions.llm.app import router
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


@pytest.fixture
def open_gateway(simulator: Any) -> Callable[[Settings], AbstractAsyncContextManager[Gateway]]:
    @asynccontextmanager
    async def open_it(settings: Settings) -> AsyncIterator[Gateway]:
        app = create_app("llm", router, settings=settings)
        token = settings.functions_token.get_secret_value()
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app),
                base_url="http://gateway",
                headers={"Authorization": f"Bearer {token}"},
            ) as client,
        ):
            yield Gateway(client, simulator)

    return open_it


@pytest.fixture
async def gateway(settings_for: Any, open_gateway: Any) -> AsyncIterator[Gateway]:
    """The gateway with short patience, so that a fault costs a test a fraction of a second."""
    settings = settings_for(writer_first_token_timeout_s=0.4, writer_timeout_s=3, writer_fallback_model=FALLBACK)
    async with open_gateway(settings) as opened:
        yield opened


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[dict[str, Any]]]:
    """Return the log lines with this event."""
    lines: list[dict[str, Any]] = []

    def read(event: str) -> list[dict[str, Any]]:
        lines.extend(json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{"))
        return [line for line in lines if line["event"] == event]

    return read
