"""Both experts' searches, begun while the router model decides."""

from collections.abc import AsyncIterator

import httpx
import pytest

from functions.knowledge.app import router as knowledge
from functions.rag import ahead
from functions.rag.app import router as rag
from functions.shared.ahead import announce
from functions.shared.web import create_app

TEXT = "# Kajabi\n\n## Relier Stripe\n\nPour relier Stripe à Kajabi, ouvre les réglages de paiement de Kajabi."
QUESTION = "relier stripe à kajabi"


@pytest.fixture
async def opened(app, base) -> AsyncIterator[tuple[httpx.AsyncClient, object]]:
    """The routes, and the clients behind them."""
    application = create_app("knowledge", knowledge, rag, settings=base.settings)
    headers = {"Authorization": f"Bearer {base.settings.functions_token.get_secret_value()}"}
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://t", headers=headers) as http,
    ):
        await http.post("/knowledge/documents", json={"filename": "k.md", "text": TEXT, "agent_owner": "audrey"})
        yield http, application.state.clients


@pytest.fixture
def searches(monkeypatch) -> list[str]:
    """The agents whose knowledge was searched ahead of time, in order."""
    seen: list[str] = []
    real = ahead.search

    async def counted(database, question, *others):
        seen.append(question.agent)
        return await real(database, question, *others)

    monkeypatch.setattr(ahead, "search", counted)
    return seen


async def answer(http: httpx.AsyncClient, **fields) -> dict:
    return (await http.post("/rag", json={"query": QUESTION, "agent": "audrey", **fields})).json()


async def test_a_search_begun_ahead_finds_the_same(opened, searches):
    http, clients = opened
    plain = await answer(http)
    announce(clients, QUESTION)
    early = await answer(http)

    assert sorted(searches) == ["audrey", "carole"]
    assert early["sources"] == plain["sources"] != []
    assert early["degraded"] == []


async def test_it_is_used_once_since_the_knowledge_may_change(opened, searches):
    http, clients = opened
    announce(clients, QUESTION)
    await answer(http)
    [document] = [source["filename"] for source in (await answer(http))["sources"]][:1]
    await http.post("/knowledge/documents", json={"filename": document, "text": TEXT.replace("réglages", "menus")})

    assert "menus" in (await answer(http))["context"]


async def test_another_wish_searches_for_itself(opened, searches):
    http, clients = opened
    announce(clients, QUESTION)

    assert (await answer(http, match_count=1))["chunks_found"] == 1


async def test_one_that_is_too_old_is_thrown_away(opened, searches, monkeypatch):
    http, clients = opened
    monkeypatch.setattr("functions.shared.ahead.MAX_AGE_S", 0.0)
    announce(clients, QUESTION)

    assert (await answer(http))["sources"] != []
