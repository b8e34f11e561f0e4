"""A database of its own for a benchmark, an evaluation or a test: Postgres, PostgREST, the gateway; gone at the end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from dev import ports, postgres, stack
from dev import settings as dev_settings
from functions.shared.settings import Settings


@dataclass(frozen=True)
class TemporaryBase:
    """Where it answers: `settings` for the functions, `postgres_url` for SQL, `folder` for its files."""

    settings: Settings
    postgres_url: str
    folder: Path


@contextmanager
def temporary_base(*, shared_buffers: str = "", **overrides: object) -> Iterator[TemporaryBase]:
    """Start an empty, migrated database on free ports and remove it afterwards; `overrides` go to the settings."""
    server = {"shared_buffers": shared_buffers} if shared_buffers else {}
    with (
        patch.dict(postgres.SERVER_SETTINGS, server),
        tempfile.TemporaryDirectory(prefix="sales-copilot-base-") as name,
    ):
        folder = Path(name)
        free = {"postgres_port": ports.free(), "supabase_port": ports.free()}
        chosen = dev_settings.load(folder / ".env", data_dir=folder / "data", supabase_url="", **free)
        with stack.start(chosen, only=stack.DATABASE):
            settings = Settings(
                _env_file=None,  # pyright: ignore[reportCallIssue]
                functions_token="token-of-a-temporary-base",
                supabase_url=chosen.api_url,
                supabase_service_role_key=chosen.supabase_service_role_key,
                **overrides,
            )
            yield TemporaryBase(settings, chosen.postgres_url, folder / "data" / "postgres")
