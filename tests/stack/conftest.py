"""A visitor of the real stack, and a look into its database and its logs."""

from pathlib import Path
from uuid import uuid4

import pytest

from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.stack.visitor import Database, Visitor


@pytest.fixture
def database(stack: Stack) -> Database:
    return Database(stack.postgres_url)


@pytest.fixture
def visitor(stack: Stack, simulator: SimulatorHandle) -> Visitor:
    """A new visitor, with a conversation of her own and well-behaved providers."""
    return Visitor(stack.webhook_url, conversation_id=str(uuid4()))


@pytest.fixture
def logs(stack: Stack) -> Path:
    return stack.logs
