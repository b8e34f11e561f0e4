"""The real stack, booted once a session; only the providers are simulated."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from dev import ports
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.stack.visitor import Database, Visitor

FUNCTIONS_ENV = {
    "OPENAI_API_KEY": "key-of-the-tests-openai",
    "COHERE_API_KEY": "key-of-the-tests-cohere",
    "OPENROUTER_API_KEY": "key-of-the-tests-openrouter",
    # short patience: a fault costs a test a second, not a minute
    "WRITER_FIRST_TOKEN_TIMEOUT_S": "1.5",
    "ROUTER_TIMEOUT_S": "1",
    "EMBEDDING_TIMEOUT_S": "1",
    "RERANK_TIMEOUT_S": "1",
    "ROUTER_MODE": "local",
}


@pytest.fixture(scope="session")
def stack(simulator_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product with its demo knowledge, on free ports and an empty data folder."""
    folder = tmp_path_factory.mktemp("stack")
    names = ("n8n_port", "functions_port", "supabase_port", "postgres_port", "demo_port")
    settings = dev_settings.load(
        folder / "env", data_dir=folder / "data", **dict(zip(names, (ports.free() for _ in names), strict=True))
    )
    providers = {
        "OPENAI_BASE_URL": f"{simulator_url}/openai/v1",
        "COHERE_BASE_URL": f"{simulator_url}/cohere",
        "OPENROUTER_BASE_URL": f"{simulator_url}/openrouter/api/v1",
    }
    with dev_stack.start(settings, functions_env=FUNCTIONS_ENV | providers) as running:
        yield running


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
