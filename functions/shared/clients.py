"""The clients of the outside services, opened once per process."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import Depends, Request
from supabase import AsyncClient as Supabase

from functions.shared.ahead import Ahead, open_ahead
from functions.shared.database import connect
from functions.shared.embedding import Embedder, choose_embedder
from functions.shared.embedding_cache import EmbeddingCache, open_cache
from functions.shared.openrouter import OpenRouter
from functions.shared.reranking import Reranker, choose_reranker
from functions.shared.settings import Settings


@dataclass(frozen=True)
class Clients:
    """What a step needs to reach the world; `openrouter` is None without a key."""

    settings: Settings
    database: Supabase
    embedder: Embedder
    embeddings: EmbeddingCache
    searches: Ahead
    reranker: Reranker
    openrouter: OpenRouter | None


@asynccontextmanager
async def open_clients(settings: Settings) -> AsyncGenerator[Clients]:
    """Open every client that the settings ask for, and close the connections at the end."""
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=50, keepalive_expiry=30)
    async with (
        httpx.AsyncClient(limits=limits) as http,
        connect(settings) as database,
        choose_embedder(settings) as embedder,
        open_cache(embedder) as embeddings,
        open_ahead() as searches,
    ):
        yield Clients(
            settings=settings,
            database=database,
            embedder=embedder,
            embeddings=embeddings,
            searches=searches,
            reranker=choose_reranker(settings, http),
            openrouter=OpenRouter(settings, http) if settings.openrouter_api_key else None,
        )


def get_clients(request: Request) -> Clients:
    """Return the clients of the running application."""
    return request.app.state.clients


CurrentClients = Annotated[Clients, Depends(get_clients)]
