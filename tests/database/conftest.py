"""One migrated database for the SQL tests; each test works in a transaction that is rolled back."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from bench.temporary_base import TemporaryBase, temporary_base


@pytest.fixture(scope="session")
def base() -> Iterator[TemporaryBase]:
    with temporary_base() as running:
        yield running


@pytest.fixture
def db(base: TemporaryBase) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(base.postgres_url) as connection:
        yield connection
        connection.rollback()
