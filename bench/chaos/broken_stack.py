"""The real stack with a door in front of each dependency."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.chaos.faults import Dependency
from bench.chaos.proxy import Proxy
from bench.running import KEYS, simulator
from dev import addresses, ports
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.n8n import NODE_OPTIONS
from dev.settings import Settings
from dev.stack import Stack

HERE = Path(__file__).parent
ROUTER_MODE = "llm"  # the router model is asked in every turn, or its faults would be seen in a few only
BREAKER_OPEN_S = 2  # so that the cells of the matrix need not wait half a minute for each other
DOORS: dict[Dependency, tuple[str, ...]] = {
    "embeddings": ("embeddings",),
    "rerank": ("rerank",),
    "openrouter": ("openrouter",),
    "database": ("database-of-functions", "database-of-n8n"),
    "functions": ("functions",),
}


@dataclass(frozen=True)
class BrokenStack:
    """A running stack, its doors by name, and the provider simulator's address."""

    stack: Stack
    doors: dict[str, Proxy]
    simulator_url: str

    def doors_of(self, dependency: Dependency) -> list[Proxy]:
        return [self.doors[name] for name in DOORS[dependency]]


@asynccontextmanager
async def broken_stack() -> AsyncIterator[BrokenStack]:
    """Start the stack with every door open; the data folder is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as name, simulator() as providers:
        folder = Path(name)
        settings = new_settings(folder)
        doors = make_doors(folder, settings, providers)
        for door in doors.values():
            await door.open()
        try:
            with await start(settings, folder, doors) as stack:
                yield BrokenStack(stack, doors, providers)
        finally:
            for door in doors.values():
                await door.close()


def new_settings(folder: Path) -> Settings:
    places = {"workflows_dir": folder / "workflows", "credentials_dir": folder / "credentials"}
    return dev_settings.load(folder / "env", data_dir=folder / "data", **places, **ports.free_for_a_stack())


def make_doors(folder: Path, settings: Settings, providers: str) -> dict[str, Proxy]:
    unresolved = folder / "unresolved"
    unresolved.mkdir()
    provider_port = urlsplit(providers).port or 0
    behind = {
        "embeddings": provider_port,
        "rerank": provider_port,
        "openrouter": provider_port,
        "database-of-functions": settings.supabase_port,
        "database-of-n8n": settings.supabase_port,
        "functions": settings.functions_port,
    }
    return {name: Proxy(name, ports.free(), port, unresolved) for name, port in behind.items()}


async def start(settings: Settings, folder: Path, doors: dict[str, Proxy]) -> Stack:
    """Start the stack; n8n's flows and credentials name the doors instead of the parts."""
    canvas = {
        addresses.COMMITTED_FUNCTIONS_URL: doors["functions"].url,
        addresses.COMMITTED_SUPABASE_URL: doors["database-of-n8n"].url,
        "${FUNCTIONS_URL}": doors["functions"].url,
    }
    repository = dev_settings.load(folder / "repository-env")
    copy_with(repository.workflows_dir, settings.workflows_dir, canvas)
    copy_with(repository.credentials_dir, settings.credentials_dir, canvas)
    unresolved = {"CHAOS_UNRESOLVED": str(folder / "unresolved"), "NO_PROXY": "127.0.0.1,.localhost"}
    functions_env = {
        **KEYS,
        **unresolved,
        "UVICORN_LOOP": "asyncio",  # uvloop resolves names past names.py
        "ROUTER_MODE": ROUTER_MODE,
        "BREAKER_OPEN_S": str(BREAKER_OPEN_S),
        "OPENAI_BASE_URL": f"{doors['embeddings'].url}/openai/v1",
        "COHERE_BASE_URL": f"{doors['rerank'].url}/cohere",
        "OPENROUTER_BASE_URL": f"{doors['openrouter'].url}/openrouter/api/v1",
        "SUPABASE_URL": doors["database-of-functions"].url,
    }
    n8n_env = {**unresolved, "NODE_OPTIONS": f'{NODE_OPTIONS} --require "{HERE / "names.cjs"}"'}
    settings = settings.model_copy(update={"functions_app": "bench.chaos.names:app"})
    return await asyncio.to_thread(dev_stack.start, settings, functions_env=functions_env, n8n_env=n8n_env)


def copy_with(source: Path, target: Path, replaced: dict[str, str]) -> None:
    shutil.copytree(source, target)
    for file in target.glob("*.json"):
        text = file.read_text(encoding="utf-8")
        for old, new in replaced.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
