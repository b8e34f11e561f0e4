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
from functions.shared.embedding import Embedder, choose_embedder, for_questions
from functions.shared.embedding_cache import EmbeddingCache, open_cache
from functions.shared.openai_chat import OpenAIChat
from functions.shared.openrouter import OpenRouter
from functions.shared.persona_prompts import PersonaPrompts
from functions.shared.reranking import Reranker, choose_reranker, in_a_turn
from functions.shared.retrying import Resilience, open_resilience
from functions.shared.settings import Settings

LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=30)


@dataclass(frozen=True)
class Clients:
    """What a step needs to reach the world; `openrouter` and `openai` are None without their key."""

    settings: Settings
    database: Supabase
    embedder: Embedder
    embeddings: EmbeddingCache
    searches: Ahead
    reranker: Reranker
    openrouter: OpenRouter | None
    openai: OpenAIChat | None
    prompts: PersonaPrompts
    resilience: Resilience


@asynccontextmanager
async def open_clients(settings: Settings) -> AsyncGenerator[Clients]:
    """Open every client that the settings ask for, and close the connections at the end."""
    resilience = open_resilience(settings)
    async with (
        # one pool each: a provider that stalls takes no connection from another
        httpx.AsyncClient(limits=LIMITS) as chat,
        httpx.AsyncClient(limits=LIMITS) as second_chat,
        httpx.AsyncClient(limits=LIMITS) as rerank,
        connect(settings, resilience) as database,
        choose_embedder(settings) as embedder,
        open_cache(for_questions(embedder, settings, resilience)) as embeddings,
        open_ahead() as searches,
    ):
        yield Clients(
            settings=settings,
            database=database,
            embedder=embedder,
            embeddings=embeddings,
            searches=searches,
            reranker=in_a_turn(choose_reranker(settings, rerank), settings, resilience),
            openrouter=OpenRouter(settings, chat) if settings.openrouter_api_key else None,
            openai=OpenAIChat(settings, second_chat) if settings.openai_api_key else None,
            prompts=PersonaPrompts(),
            resilience=resilience,
        )


async def get_clients(request: Request) -> Clients:
    """Return the clients of the running application."""
    return request.app.state.clients


CurrentClients = Annotated[Clients, Depends(get_clients)]
