"""The database client over real sockets: what it does when PostgREST is slow, gone, broken or confused."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from supabase import AsyncClient

from dev.simulator.scripted import KeepAbort, drip, half, never, refused
from functions.shared.database import call, connect
from functions.shared.errors import DatabaseUnavailable
from functions.shared.retrying import open_resilience

Answer = Callable[[], Response]
WITHOUT_POSTGRES = {"code": "PGRST002", "message": "Could not query the database", "details": None, "hint": None}
POOL_IS_FULL = {"code": "PGRST003", "message": "Timed out acquiring connection", "details": None, "hint": None}

FAULTS: dict[str, Answer] = {
    "silence": never,
    "reset": refused,
    "cut in the body": lambda: half({"rows": ["x" * 100]}, "close"),
    "stall in the body": lambda: half({"rows": ["x" * 100]}, "stall"),
    "slow drip": lambda: drip({"rows": ["x" * 100]}),
    "503 without its database": lambda: JSONResponse(WITHOUT_POSTGRES, 503),
    "504 of its pool": lambda: JSONResponse(POOL_IS_FULL, 504),
    "502 of a proxy": lambda: Response("<h1>Bad gateway</h1>", 502, media_type="text/html"),
    "half a JSON": lambda: Response('{"rows": [', media_type="application/json"),
    "no JSON": lambda: Response("<h1>Maintenance</h1>", media_type="text/html"),
}


class FakePostgrest:
    """Answers every SQL function as told, and counts."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[str] = []
        self.app = KeepAbort(Starlette(routes=[Route("/rest/v1/rpc/{name}", self.rpc, methods=["POST"])]))

    async def rpc(self, request: Request) -> Response:
        await request.body()
        self.asked.append(request.path_params["name"])
        return self.answers.pop(0)() if self.answers else JSONResponse({"found": 1})


@pytest.fixture
def postgrest() -> FakePostgrest:
    return FakePostgrest()


@pytest.fixture
async def open_database(
    postgrest: FakePostgrest, serve: Callable[[Any], AbstractContextManager[str]], settings_for: Any
) -> Any:
    @asynccontextmanager
    async def open_it(**changes: Any) -> AsyncIterator[AsyncClient]:
        with serve(postgrest.app) as url:
            patience = {"database_turn_timeout_s": 0.5, "database_timeout_s": 0.5}
            settings = settings_for(supabase_url=url, **patience | changes)
            async with connect(settings, open_resilience(settings)) as database:
                yield database

    return open_it


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_fault_is_one_error_in_time(fault: str, postgrest: FakePostgrest, open_database: Any) -> None:
    postgrest.answers = [FAULTS[fault]] * 3
    async with open_database() as database:
        start = time.monotonic()
        with pytest.raises(DatabaseUnavailable):
            await call(database, "search_knowledge", question="x")
        assert time.monotonic() - start < 5


@pytest.mark.parametrize("fault", ["reset", "cut in the body", "503 without its database"])
async def test_what_only_reads_is_asked_again(fault: str, postgrest: FakePostgrest, open_database: Any) -> None:
    postgrest.answers = [FAULTS[fault]]
    async with open_database(database_turn_timeout_s=5) as database:
        assert await call(database, "search_knowledge", question="x") == {"found": 1}
    assert postgrest.asked == ["search_knowledge"] * 2


@pytest.mark.parametrize("fault", ["reset", "503 without its database", "504 of its pool"])
@pytest.mark.parametrize("function", ["record_llm_call", "save_document", "close_handoff"])
async def test_what_writes_is_never_asked_again(
    function: str, fault: str, postgrest: FakePostgrest, open_database: Any
) -> None:
    postgrest.answers = [FAULTS[fault]]
    async with open_database() as database:
        with pytest.raises(DatabaseUnavailable):
            await call(database, function, call={})
    assert postgrest.asked == [function]


async def test_a_database_that_is_away_is_not_asked_for_a_while(postgrest: FakePostgrest, open_database: Any) -> None:
    postgrest.answers = [FAULTS["503 without its database"]] * 20
    async with open_database(breaker_failures=3, breaker_open_s=60) as database:
        for _ in range(10):
            with pytest.raises(DatabaseUnavailable):
                await call(database, "record_llm_call", call={})
    assert len(postgrest.asked) == 3


async def test_an_error_of_our_sql_opens_nothing(postgrest: FakePostgrest, open_database: Any) -> None:
    refusal = {"code": "P0001", "message": "refused", "details": None, "hint": None}
    postgrest.answers = [lambda: JSONResponse(refusal, 400)] * 9
    async with open_database(breaker_failures=3, breaker_open_s=60, database_timeout_s=9) as database:
        for _ in range(9):
            with pytest.raises(DatabaseUnavailable):
                await call(database, "record_llm_call", call={})
        assert await call(database, "ping") == {"found": 1}


async def test_a_database_that_refuses_connections_is_an_error_at_once(settings_for: Any) -> None:
    settings = settings_for()
    async with connect(settings, open_resilience(settings)) as database:
        with pytest.raises(DatabaseUnavailable) as caught:
            await call(database, "ping")
    assert isinstance(caught.value.__cause__, httpx.TransportError)
