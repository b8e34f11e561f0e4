"""The provider simulator on a free loopback port, settings that point at it, and a visitor of the whole product."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn

from dev.stack import Stack
from functions.shared.settings import Settings
from tests.stack.visitor import PATIENCE, Database, Visitor

TOKEN = "a-token-of-the-tests"
CLOSED_PORT = "http://127.0.0.1:9"
FUNCTIONS_ENV = {
    "OPENAI_API_KEY": "key-of-the-tests-openai",
    "COHERE_API_KEY": "key-of-the-tests-cohere",
    "OPENROUTER_API_KEY": "key-of-the-tests-openrouter",
    # short patience: a fault costs a test a second, not a minute
    "WRITER_FIRST_TOKEN_TIMEOUT_S": "1.5",
    "ROUTER_TIMEOUT_S": "1",
    "EMBEDDING_TIMEOUT_S": "1",
    "RERANK_TIMEOUT_S": "1",
    "QUESTION_EMBEDDING_TIMEOUT_S": "1",
    "ROUTER_MODE": "local",
    # a test's fault must not rest in the next one: the breakers have tests of their own
    "BREAKER_OPEN_S": "0.01",
}


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application in a thread and give its URL."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)


class SimulatorHandle:
    """What a test tells the simulator, and asks it afterwards."""

    def __init__(self, url: str) -> None:
        self.url = url

    def behave(self, provider: str, fault: str | None = None, **rule: Any) -> None:
        httpx.post(f"{self.url}/_control", json={"provider": provider, "fault": fault, **rule}).raise_for_status()

    def calls(self) -> list[dict[str, Any]]:
        return httpx.get(f"{self.url}/_calls").json()

    def chats(self) -> list[dict[str, Any]]:
        return [call for call in self.calls() if call["path"].endswith("/chat/completions")]

    def forget(self) -> None:
        httpx.delete(f"{self.url}/_control")
        httpx.delete(f"{self.url}/_calls")


@pytest.fixture(scope="session")
def simulator_url() -> Iterator[str]:
    from dev.simulator.app import app

    with serving(app) as url:
        yield url


@pytest.fixture
def serve() -> Callable[[Any], AbstractContextManager[str]]:
    """Serve an application on a free loopback port, where streaming is real."""
    return serving


@pytest.fixture(scope="session")
def simulator_handle(simulator_url: str) -> SimulatorHandle:
    return SimulatorHandle(simulator_url)


@pytest.fixture
def simulator(simulator_handle: SimulatorHandle) -> SimulatorHandle:
    """The simulator, sound and with an empty journal."""
    simulator_handle.forget()
    return simulator_handle


@pytest.fixture(scope="session")
def settings_for(simulator_url: str) -> Callable[..., Settings]:
    """Settings with every provider simulated and no database behind them; keyword arguments replace any of it."""

    def make(**changes: Any) -> Settings:
        values: dict[str, Any] = {
            "functions_token": TOKEN,
            "supabase_url": CLOSED_PORT,
            "supabase_service_role_key": "sb_secret_of_the_tests",
            "openai_api_key": "key",
            "openai_base_url": f"{simulator_url}/openai/v1",
            "cohere_api_key": "key",
            "cohere_base_url": f"{simulator_url}/cohere",
            "openrouter_api_key": "key",
            "openrouter_base_url": f"{simulator_url}/openrouter/api/v1",
            # the breakers have tests of their own: elsewhere each call is let through
            "breaker_open_s": 0.001,
        }
        return Settings(_env_file=None, **(values | changes))  # type: ignore[call-arg]

    return make


@pytest.fixture(scope="session")
def stack(simulator_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product, booted once a session with its demo knowledge; only the providers are simulated."""
    from dev import ports
    from dev import settings as dev_settings
    from dev import stack as dev_stack

    folder = tmp_path_factory.mktemp("stack")
    settings = dev_settings.load(folder / "env", data_dir=folder / "data", **ports.free_for_a_stack())
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
def visitor(stack: Stack, simulator: SimulatorHandle) -> Iterator[Visitor]:
    """A new visitor of the whole product, with a conversation of her own and well-behaved providers."""
    with httpx.Client(timeout=PATIENCE) as client:
        yield Visitor(stack.webhook_url, str(uuid4()), client)
