"""Supabase, reached through its client; every call is one SQL function or one table request."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from postgrest import APIError
from pydantic import JsonValue
from supabase import AsyncClient, AsyncClientOptions, acreate_client

from functions.shared.database_transport import DatabaseTransport
from functions.shared.errors import DatabaseUnavailable
from functions.shared.facts import note
from functions.shared.metrics import provider_failures, provider_seconds
from functions.shared.retrying import Resilience
from functions.shared.settings import Settings

LIMITS = httpx.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=30)
# Seconds to wait for a free connection of our own: more would only move the queue.
POOL_TIMEOUT_S = 0.5


@asynccontextmanager
async def connect(settings: Settings, resilience: Resilience) -> AsyncGenerator[AsyncClient]:
    """Open a Supabase client with the service role's key (a JWT, or `sb_secret_...`)."""
    key = settings.supabase_service_role_key.get_secret_value() or "unset"

    async def send_secret_key_alone(request: httpx.Request) -> None:
        # Hosted Supabase refuses an `sb_` key as a bearer token: it is no JWT.
        if key.startswith("sb_"):
            request.headers.pop("Authorization", None)

    timeout = httpx.Timeout(settings.database_timeout_s, pool=POOL_TIMEOUT_S)
    transport = DatabaseTransport(
        httpx.AsyncHTTPTransport(limits=LIMITS),
        resilience,
        turn_s=settings.database_turn_timeout_s,
        other_s=settings.database_timeout_s,
    )
    hooks: dict[str, list[Any]] = {"request": [send_secret_key_alone]}
    async with httpx.AsyncClient(timeout=timeout, transport=transport, event_hooks=hooks) as http:
        options = AsyncClientOptions(httpx_client=http, auto_refresh_token=False, persist_session=False)
        yield await acreate_client(settings.supabase_url, key, options)


async def call(database: AsyncClient, function: str, **arguments: object) -> JsonValue:
    """Call one SQL function and return its result; raise `DatabaseUnavailable` when it gives none."""
    try:
        with provider_seconds.labels("database").time():
            response: Any = await database.rpc(function, arguments).execute()
    except APIError as error:
        note(database_error=error.code)
        provider_failures.labels("database", "bad_request").inc()
        raise DatabaseUnavailable("La base de données a refusé l'opération.") from error
    except httpx.HTTPError as error:
        note(database_error=type(error).__name__)
        kind = "timeout" if isinstance(error, httpx.TimeoutException) else "refused"
        provider_failures.labels("database", kind).inc()
        raise DatabaseUnavailable("La base de données ne répond pas.") from error
    return response.data
