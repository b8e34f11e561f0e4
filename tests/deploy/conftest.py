"""A bare Postgres as the image of docker-compose.yml starts it, and an env file as a new installation has it."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from deploy.fill_env import assignments, filled
from dev import part, ports, postgres
from dev import settings as dev_settings
from tests.deploy.compose import ROOT


@pytest.fixture(scope="session")
def values() -> dict[str, str]:
    """What `.env` holds after `deploy.fill_env`, as Compose reads it."""
    known = assignments(filled((ROOT / ".env.example").read_text().splitlines()))
    return {name: value.strip("'") for name, value in known.items()}


@pytest.fixture(scope="session")
def database(values: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dev_settings.Settings]:
    """An empty server, with the superuser of docker-compose.yml."""
    folder = tmp_path_factory.mktemp("compose")
    settings = dev_settings.load(
        folder / "env",
        data_dir=folder / "data",
        postgres_port=ports.free(),
        postgres_password=values["POSTGRES_PASSWORD"],
    )
    postgres.create(settings)
    records = settings.data_dir / "run"
    server = part.spawn(postgres.part(settings), folder / "postgres.log", records)
    limit = time.monotonic() + 30
    while not postgres.answers(settings):
        assert time.monotonic() < limit, (folder / "postgres.log").read_text()
        time.sleep(0.05)
    yield settings
    part.end([(psutil.Process(server.pid), postgres.part(settings).stop_signal)])
    server.wait()


@pytest.fixture(scope="session")
def migrated(database: dev_settings.Settings, values: dict[str, str]) -> dev_settings.Settings:
    """The same server after the job `migrate`."""
    done = migrate(database, values)
    assert done.returncode == 0, done.stderr
    return database


def migrate(
    database: dev_settings.Settings, values: dict[str, str], **changes: str
) -> subprocess.CompletedProcess[str]:
    """Runs the job as its container does."""
    names = ("POSTGRES_PASSWORD", "POSTGREST_DB_PASSWORD", "N8N_DB_PASSWORD")
    environment = {name: values[name] for name in names} | {"POSTGRES_PORT": str(database.postgres_port)} | changes
    command = [sys.executable, "-m", "deploy.migrate"]
    return subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
