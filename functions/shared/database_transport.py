"""The database's connections: a deadline for the whole answer, one breaker, and another try of what only reads."""

from functools import partial

import httpx
from pydantic_core import from_json

from functions.shared.errors import ProviderFailure
from functions.shared.retrying import Resilience

DATABASE = "database"
# SQL functions that a visitor waits for ...
TURN_FUNCTIONS = frozenset({"search_knowledge", "record_llm_call", "ping"})
# ... and those of them that may be asked again, since they change nothing; `record_llm_call` would store a second row.
READING_FUNCTIONS = frozenset({"search_knowledge", "ping"})
# What nobody waits for at the chat, and its seconds: a document of a million characters, behind three others like it.
SAVING_FUNCTIONS = frozenset({"save_document", "remove_document"})
SAVING_S = 60.0
# PostgREST without its database answers 503 or 504, the proxies before it 502 and more; 500 is a fault in our own SQL.
AWAY = 502


class DatabaseTransport(httpx.AsyncBaseTransport):
    """Raises `httpx.TransportError` where there is no answer within its seconds, at once while the breaker is open."""

    def __init__(
        self, inner: httpx.AsyncBaseTransport, resilience: Resilience, *, turn_s: float, other_s: float
    ) -> None:
        self._inner, self._resilience = inner, resilience
        self._turn_s, self._other_s = turn_s, other_s

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer, read whole."""
        name = request.url.path.rpartition("/")[2]
        seconds = self._seconds(name)
        request.extensions = {**request.extensions, "timeout": {**request.extensions["timeout"], "read": seconds}}
        ask = self._resilience.ask if name in READING_FUNCTIONS else self._resilience.ask_once
        # a minute's document must not be what a breaker lets through to see if the database is back
        breaker = f"{DATABASE}/{name}" if name in SAVING_FUNCTIONS else DATABASE
        try:
            return await ask(breaker, partial(self._answer, request), seconds)
        except ProviderFailure as failure:
            if isinstance(failure.__cause__, httpx.TransportError):
                raise failure.__cause__ from failure
            raise httpx.ConnectError(failure.kind, request=request) from failure

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

    def _seconds(self, name: str) -> float:
        if name in SAVING_FUNCTIONS:
            return SAVING_S
        return self._turn_s if name in TURN_FUNCTIONS else self._other_s

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await self._inner.handle_async_request(request)
            await response.aread()
        except httpx.PoolTimeout as error:
            raise ProviderFailure(DATABASE, "busy") from error
        except httpx.TimeoutException as error:
            raise ProviderFailure(DATABASE, "timeout") from error
        except httpx.TransportError as error:
            raise ProviderFailure(DATABASE, "refused", type(error).__name__) from error
        if response.status_code >= AWAY:
            raise ProviderFailure(DATABASE, "server_error", f"status {response.status_code}")
        if response.is_success and response.content:
            try:
                from_json(response.content)  # the client would hand half a JSON over as a text
            except ValueError as error:
                raise ProviderFailure(DATABASE, "malformed") from error
        return response
