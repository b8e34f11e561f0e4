"""What remains when the embedding provider or the database fails in the middle."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import psycopg
import pytest
import tenacity

from functions.knowledge import embedding_batches, steps
from functions.knowledge.app import router
from functions.knowledge.embedding_batches import BATCH, embedding_cost_usd
from functions.shared.web import create_app

TEXT = "# Guide\n\n" + "\n\n".join(
    f"## Partie {number}\n\n" + f"Le conseil numéro {number} vaut la peine d'être lu jusqu'au bout. " * 5
    for number in range(80)
)


@pytest.fixture
async def with_openai(app, base, simulator_url, monkeypatch) -> AsyncIterator[Callable]:
    """The knowledge routes with the simulated OpenAI, whose pauses between attempts are short."""
    monkeypatch.setattr(embedding_batches, "WAIT", tenacity.wait_none())
    settings = base.settings.model_copy(
        update={"openai_api_key": base.settings.functions_token, "openai_base_url": f"{simulator_url}/openai/v1"}
    )
    application = create_app("knowledge", router, settings=settings)
    headers = {"Authorization": f"Bearer {settings.functions_token.get_secret_value()}"}
    async with application.router.lifespan_context(application):
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as http:

            async def add(text: str = TEXT) -> httpx.Response:
                return await http.post("/knowledge/documents", json={"filename": "guide.md", "text": text})

            yield add


def embedding_calls(simulator) -> int:
    return sum(call["path"].endswith("/embeddings") for call in simulator.calls())


async def test_embeddings_are_bought_in_batches_and_their_cost_is_told(with_openai, simulator):
    done = (await with_openai()).json()
    assert done["embedded"] == done["chunks"] > BATCH
    assert embedding_calls(simulator) == 2
    assert 0 < done["embedding_cost_usd"] < 0.01


async def test_a_passing_failure_is_tried_again(with_openai, simulator):
    simulator.behave("openai", "rate_limited_429", times=2)
    assert (await with_openai()).json()["status"] == "created"


async def test_a_lasting_failure_stores_no_document_and_loses_no_vector(with_openai, simulator, sql):
    simulator.behave("openai", "server_500")
    simulator.behave("openai", times=1)  # the first batch passes
    answer = await with_openai()
    assert answer.status_code == 502
    assert sql.execute("select count(*) from public.documents").fetchone() == (0,)
    assert sql.execute("select count(*) from public.pending_embeddings").fetchone() == (BATCH,)
    simulator.forget()
    done = (await with_openai()).json()
    assert (done["status"], done["embedded"]) == ("created", done["chunks"] - BATCH)


async def test_our_own_fault_is_not_tried_again(with_openai, simulator):
    simulator.behave("openai", "retired_400")
    assert (await with_openai()).status_code == 502
    assert embedding_calls(simulator) == 1


async def test_a_failed_ingestion_leaves_the_old_version_in_place(with_openai, simulator, sql):
    await with_openai("# Guide\n\nLa première version, qui est la bonne.")
    simulator.behave("openai", "retired_400")
    assert (await with_openai()).status_code == 502
    assert sql.execute("select content from public.document_chunks").fetchall() == [
        ("La première version, qui est la bonne.",)
    ]


async def test_a_document_is_saved_though_others_take_their_time_before_it(client, base, sql):
    with psycopg.connect(base.postgres_url) as other:
        other.execute("select pg_advisory_xact_lock(hashtext('public.save_document'))")
        saving = asyncio.create_task(client.post("/knowledge/documents", json={"filename": "a.md", "text": TEXT}))
        await asyncio.sleep(9)  # longer than a visitor's call may take, and than any other statement
        assert not saving.done()
        other.rollback()
        assert (await saving).json()["status"] == "created"


async def test_a_document_that_takes_too_long_to_read_is_refused(client, monkeypatch):
    monkeypatch.setattr(steps, "MAX_READING_SECONDS", 0)
    answer = await client.post("/knowledge/documents", json={"filename": "a.md", "text": TEXT})
    assert (answer.status_code, "trop long" in answer.json()["detail"]) == (415, True)


def test_local_and_unknown_models_cost_nothing():
    assert embedding_cost_usd("local/x", 10**6) == 0
    assert embedding_cost_usd("text-embedding-3-small", 10**6) == pytest.approx(0.02)
