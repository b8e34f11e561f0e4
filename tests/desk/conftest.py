"""The real pages' routes, and the real database behind them without the rest of the stack."""

from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest

from dev import ports
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.stack import Stack
from functions.desk.app import router
from functions.shared.settings import Settings
from functions.shared.web import create_app
from tests.conftest import TOKEN


@pytest.fixture
async def client(settings_for: Callable[..., Settings]) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app("desk", router, settings=settings_for())
    transport = httpx.ASGITransport(app)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://functions", headers=headers) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Postgres with every migration, and PostgREST before it."""
    folder = tmp_path_factory.mktemp("desk")
    settings = dev_settings.load(folder / "env", data_dir=folder / "data", **ports.free_for_a_stack())
    with dev_stack.start(settings, only=dev_stack.DATABASE) as running:
        yield running
