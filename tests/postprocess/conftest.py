"""The route as n8n meets it, on the real application."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from functions.postprocess.app import router
from functions.shared.web import create_app

TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a11"
CONVERSATION_ID = "5c3f9f7a-2d0b-4d57-8a0e-2b7a8b7f9c55"
ANSWER = (
    "Une séquence de bienvenue présente ton univers. Commence par un premier e-mail qui livre ton cadeau, puis ajoute "
    "un message deux jours plus tard."
)

Body = Callable[..., dict[str, Any]]


def turn(**changes: Any) -> dict[str, Any]:
    """A sound request; keyword arguments replace any of its fields."""
    return {
        "message": "Comment écrire ma séquence de bienvenue ?",
        "response": ANSWER,
        "agent": "audrey",
        "history": [],
        "decision": None,
        "rag": None,
        "turn_id": TURN_ID,
        "conversation_id": CONVERSATION_ID,
        "started_at": "2026-11-20T10:00:00Z",
        **changes,
    }


def talk(*messages: str) -> list[dict[str, str]]:
    """A history: the visitor begins, then they alternate."""
    return [{"role": "assistant" if place % 2 else "user", "content": text} for place, text in enumerate(messages)]


@pytest.fixture(scope="session")
async def client(settings_for: Any) -> AsyncIterator[httpx.AsyncClient]:
    settings = settings_for(openai_api_key=None, cohere_api_key=None, openrouter_api_key=None)
    app = create_app("postprocess", router, settings=settings)
    headers = {"Authorization": f"Bearer {settings.functions_token.get_secret_value()}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test", headers=headers) as client,
    ):
        yield client


@pytest.fixture
def post(client: httpx.AsyncClient) -> Callable[..., Any]:
    async def send(**changes: Any) -> dict[str, Any]:
        response = await client.post("/postprocess", json=turn(**changes))
        assert response.status_code == 200, response.text
        return response.json()

    return send
