"""A database of its own for a benchmark, an evaluation or a test: Postgres, PostgREST and the gateway, gone at the end."""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev import settings as dev_settings
from dev import stack
from functions.shared.settings import Settings

HOST = "127.0.0.1"


@dataclass(frozen=True)
class TemporaryBase:
    """Where it answers: `settings` for the functions, `postgres_url` for SQL, `folder` for its files."""

    settings: Settings
    postgres_url: str
    folder: Path


@contextmanager
def temporary_base(**overrides: object) -> Iterator[TemporaryBase]:
    """Start an empty, migrated database on free ports and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="sales-copilot-base-") as name:
        folder = Path(name)
        postgres_port, supabase_port = free_ports(2)
        ports = {"postgres_port": postgres_port, "supabase_port": supabase_port}
        chosen = dev_settings.load(folder / ".env", data_dir=folder / "data", supabase_url="", **ports)
        with stack.start(chosen, only=stack.DATABASE):
            settings = Settings(
                _env_file=None,  # pyright: ignore[reportCallIssue]
                functions_token="token-of-a-temporary-base",
                supabase_url=chosen.api_url,
                supabase_service_role_key=chosen.supabase_service_role_key,
                **overrides,
            )
            yield TemporaryBase(settings, chosen.postgres_url, folder / "data" / "postgres")


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
