"""A visitor of the real stack, and a look into its database and its logs."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.stack.visitor import PATIENCE, Database, Visitor


@pytest.fixture
def database(stack: Stack) -> Database:
    return Database(stack.postgres_url)


@pytest.fixture
def visitor(stack: Stack, simulator: SimulatorHandle) -> Iterator[Visitor]:
    """A new visitor, with a conversation of her own and well-behaved providers."""
    with httpx.Client(timeout=PATIENCE) as client:
        yield Visitor(stack.webhook_url, str(uuid4()), client)


@pytest.fixture
def logs(stack: Stack) -> Path:
    return stack.logs
