"""The knowledge and rag routes on a real, empty database, with the offline providers."""

from collections.abc import AsyncIterator, Iterator

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from bench.temporary_base import TemporaryBase, temporary_base
from functions.knowledge.app import router as knowledge
from functions.rag.app import router as rag
from functions.shared.web import create_app


@pytest.fixture(scope="session")
def base() -> Iterator[TemporaryBase]:
    with temporary_base() as running:
        yield running


@pytest.fixture
async def app(base: TemporaryBase) -> AsyncIterator[FastAPI]:
    with psycopg.connect(base.postgres_url, autocommit=True) as connection:
        connection.execute("truncate public.documents, public.pending_embeddings cascade")
    application = create_app("knowledge", knowledge, rag, settings=base.settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def client(app: FastAPI, base: TemporaryBase) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {base.settings.functions_token.get_secret_value()}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as http:
        yield http


@pytest.fixture
def sql(base: TemporaryBase) -> Iterator[psycopg.Connection]:
    with psycopg.connect(base.postgres_url, autocommit=True) as connection:
        yield connection
