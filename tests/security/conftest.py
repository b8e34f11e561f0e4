"""A migrated database behind its own door, with something in it that nobody may see."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from dev import ports, stack
from dev import settings as dev_settings
from dev.settings import Settings


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Postgres, PostgREST and the gateway, as the functions and n8n reach them."""
    folder = tmp_path_factory.mktemp("door")
    free = {"postgres_port": ports.free(), "supabase_port": ports.free()}
    settings = dev_settings.load(folder / ".env", data_dir=folder / "data", supabase_url="", **free)
    with stack.start(settings, only=stack.DATABASE):
        yield settings


@pytest.fixture
def db(door: Settings) -> Iterator[psycopg.Connection[Any]]:
    """As the owner of everything, in a transaction that is rolled back."""
    with psycopg.connect(door.postgres_url) as connection:
        yield connection
        connection.rollback()
