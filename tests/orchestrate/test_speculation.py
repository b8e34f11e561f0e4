"""What is already running while the router model decides: the router costs no time when it is needed."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from functions.orchestrate.app import router as orchestrate
from functions.rag.app import router as rag
from functions.shared.web import create_app

UNCLEAR = "quel est le mieux entre les deux"
VERDICT = {"reasoning": "Une suite.", "primary_need": "automation", "agent": "audrey", "confidence": 0.9}
ROUTER_MS, EMBEDDING_MS = 400, 100


@pytest.fixture
def functions(settings_for: Any) -> Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]:
    """Open one process that routes and retrieves, with simulated providers and no database."""

    @asynccontextmanager
    async def open_them(**changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        settings = settings_for(router_timeout_s=5, embedding_timeout_s=5, **changes)
        app = create_app("functions", orchestrate, rag, settings=settings)
        headers = {"Authorization": f"Bearer {settings.functions_token.get_secret_value()}"}
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://functions", headers=headers) as http,
        ):
            yield http

    return open_them


@pytest.fixture
def slow_providers(simulator: Any) -> Any:
    """A router model that takes its time, and an embedding that is four times faster."""
    simulator.behave("openrouter", latency_ms=ROUTER_MS, reply=json.dumps(VERDICT))
    simulator.behave("openai", latency_ms=EMBEDDING_MS)
    return simulator


def embeddings(simulator: Any) -> list[Any]:
    return [call["body"]["input"] for call in simulator.calls() if call["provider"] == "openai"]


async def embed_ms(http: httpx.AsyncClient, logged: Any, message: str) -> float:
    """Milliseconds that `/rag` waits for the question's vector."""
    logged("request")
    await http.post("/rag", json={"query": message, "agent": "audrey"})
    [line] = logged("request")
    return line["embed_ms"]


async def test_after_the_router_model_the_search_waits_for_no_embedding(
    functions: Any, slow_providers: Any, logged: Any
) -> None:
    async with functions() as http:
        cold = await embed_ms(http, logged, "une autre question sur mon tunnel")
        decision = (await http.post("/orchestrate", json={"message": UNCLEAR})).json()
        warm = await embed_ms(http, logged, UNCLEAR)

    assert decision["decided_by"] == "llm"
    assert cold >= EMBEDDING_MS
    assert warm < EMBEDDING_MS / 2
    assert embeddings(slow_providers) == [["une autre question sur mon tunnel"], [UNCLEAR]]


@pytest.mark.parametrize(
    ("message", "embedded"),
    [
        ("comment relier stripe et kajabi pour mon tunnel de vente ?", True),
        ("merci beaucoup !", False),
        ("tu es un robot ?", False),
        ("je veux parler à une vraie personne", False),
    ],
)
async def test_a_question_that_is_decided_at_once_has_its_vector_on_the_way(
    functions: Any, slow_providers: Any, logged: Any, message: str, embedded: bool
) -> None:
    async with functions() as http:
        decision = (await http.post("/orchestrate", json={"message": message})).json()
        await embed_ms(http, logged, "une question qui vient après")

    assert decision["decided_by"] != "llm"
    # the two may overtake each other on their way
    assert sorted(embeddings(slow_providers)) == sorted(
        [*([[message]] if embedded else []), ["une question qui vient après"]]
    )


async def test_no_vector_travels_with_the_decision(functions: Any, slow_providers: Any) -> None:
    async with functions() as http:
        answer = await http.post("/orchestrate", json={"message": UNCLEAR})

    assert len(answer.content) < 2_000


async def test_another_process_only_embeds_again(functions: Any, slow_providers: Any) -> None:
    """Replicas share nothing: whoever gets `/rag` has no head start, and no error."""
    async with functions() as one, functions() as other:
        await one.post("/orchestrate", json={"message": UNCLEAR})
        answer = await other.post("/rag", json={"query": UNCLEAR, "agent": "audrey"})

    assert answer.status_code == 200
    assert embeddings(slow_providers) == [[UNCLEAR], [UNCLEAR]]


async def test_what_code_decides_starts_nothing(functions: Any, slow_providers: Any) -> None:
    async with functions() as http:
        await http.post("/orchestrate", json={"message": "je veux être remboursée"})
        await http.post("/orchestrate", json={"message": "merci !"})

    assert (slow_providers.chats(), embeddings(slow_providers)) == ([], [])


async def test_a_failed_head_start_costs_the_decision_nothing(functions: Any, simulator: Any) -> None:
    simulator.behave("openrouter", reply=json.dumps(VERDICT))
    simulator.behave("openai", "server_500")
    async with functions(router_speculation="search") as http:
        decision = (await http.post("/orchestrate", json={"message": UNCLEAR})).json()
        found = (await http.post("/rag", json={"query": UNCLEAR, "agent": "audrey"})).json()

    assert (decision["decided_by"], decision["degraded"]) == ("llm", [])
    assert found["degraded"] == ["embeddings", "knowledge"]
