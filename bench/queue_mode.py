"""Queue mode on one machine: one main, two webhook processors, two workers and Redis, beside one n8n process.

Both use the same Postgres for n8n's own store, since queue mode knows no SQLite, and share functions and data.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx

from bench.load import Measured, measure
from bench.running import KEYS, provider_urls, simulator, wait_until
from bench.tables import LATENCY_HEAD, latency, table
from dev import credentials, n8n, ports, postgres
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.addresses import localise
from dev.liveness import answers
from dev.settings import HOST, ROOT, Settings

TOGETHER = (1, 8, 32)
WARM_UP = 60
TURNS_EACH = 10
START_SECONDS = 300  # n8n's migrations on Postgres
PER_WORKER = "10"  # flows at a time; the environment wins over `--concurrency`
DATABASE_AND_FUNCTIONS = ("postgres", "postgrest", "gateway", "functions")
Environment = Mapping[str, str]


async def measured(_: argparse.Namespace) -> list[str]:
    """Return the report."""
    if not shutil.which("redis-server"):
        return ["Not measured: install redis-server first."]
    rows: list[list[str]] = []
    with ready_settings() as (settings, environment):
        with single_process(settings, environment) as urls:
            rows += [latency("one process", one) for one in await measure_all(urls)]
        with queue(settings, environment) as urls:
            rows += [latency("queue: main, 2 webhooks, 2 workers", one) for one in await measure_all(urls)]
    return table(LATENCY_HEAD, rows)


async def measure_all(urls: list[str]) -> list[Measured]:
    """Measure each number of visitors, spread over the addresses."""
    await asyncio.gather(*(measure(url, WARM_UP // len(urls), 1) for url in urls))
    found: list[Measured] = []
    for visitors in TOGETHER:
        share = max(1, visitors // len(urls))
        used = urls[:visitors]
        parts = await asyncio.gather(*(measure(url, max(30, TURNS_EACH * share), share) for url in used))
        found.append(together(list(parts)))
    return found


def together(parts: list[Measured]) -> Measured:
    """Return what visitors at several addresses got at the same time."""
    times = [one for part in parts for one in part.milliseconds]
    return Measured(
        sum(part.visitors for part in parts),
        times,
        max(part.seconds for part in parts),
        sum(part.failed for part in parts),
    )


@contextmanager
def ready_settings() -> Iterator[tuple[Settings, Environment]]:
    """Start database and functions, and give n8n a database with the flows in it."""
    with tempfile.TemporaryDirectory(prefix="bench-queue-") as name, simulator() as providers:
        folder = Path(name)
        settings = dev_settings.load(folder / "env", data_dir=folder / "data", **ports.free_for_a_stack())
        with dev_stack.start(settings, functions_env={**KEYS, **provider_urls(providers)}, only=DATABASE_AND_FUNCTIONS):
            with postgres.connect(settings, postgres.SUPERUSER) as connection:
                connection.autocommit = True
                connection.execute("create database n8n")
            environment = {**n8n.environment(settings), **store(settings)}
            bring_in(settings, environment, folder)
            yield settings, environment


def store(settings: Settings) -> Environment:
    """Return n8n's settings for a store on the benchmark's Postgres."""
    return {
        "DB_TYPE": "postgresdb",
        "DB_POSTGRESDB_HOST": HOST,
        "DB_POSTGRESDB_PORT": str(settings.postgres_port),
        "DB_POSTGRESDB_DATABASE": "n8n",
        "DB_POSTGRESDB_USER": postgres.SUPERUSER,
        "DB_POSTGRESDB_PASSWORD": settings.postgres_password,
    }


def bring_in(settings: Settings, environment: Environment, folder: Path) -> None:
    """Import and publish the flows and credentials of the repository."""
    flows = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(settings.workflows_dir.glob("*.json"))]
    filled = credentials.due(credentials.read_folder(settings.credentials_dir), {}, credentials.values(settings))
    for name, content in (("credentials", json.dumps(filled)), ("workflow", localise(json.dumps(flows), settings))):
        file = folder / f"{name}.json"
        file.write_text(content, encoding="utf-8")
        command_line(environment, f"import:{name}", f"--input={file}")
    for flow in flows:
        command_line(environment, "publish:workflow", f"--id={flow['id']}")


def command_line(environment: Environment, *arguments: str) -> None:
    """Run one of n8n's verbs to its end."""
    subprocess.run(n8n.command(*arguments), env=dict(environment), cwd=ROOT, check=True, capture_output=True)


@contextmanager
def single_process(settings: Settings, environment: Environment) -> Iterator[list[str]]:
    """Run one n8n process and give its webhook."""
    with process(n8n.command("start"), environment):
        wait_until(lambda: refuses_emptiness(settings.webhook_url), START_SECONDS)
        yield [settings.webhook_url]


@contextmanager
def queue(settings: Settings, environment: Environment) -> Iterator[list[str]]:
    """Run Redis, the main process, two workers and two webhook processors; give the webhooks."""
    redis_port, webhook_ports = ports.free(), [ports.free(), ports.free()]
    queued = {
        **environment,
        "EXECUTIONS_MODE": "queue",
        "QUEUE_BULL_REDIS_HOST": HOST,
        "QUEUE_BULL_REDIS_PORT": str(redis_port),
        "QUEUE_HEALTH_CHECK_ACTIVE": "false",
    }
    redis = ("redis-server", "--port", str(redis_port), "--bind", HOST, "--save", "", "--appendonly", "no")
    with ExitStack() as running:
        running.enter_context(process(redis, environment))
        running.enter_context(process(n8n.command("start"), queued))
        wait_until(lambda: answers(f"{settings.n8n_url}/healthz/readiness"), START_SECONDS)
        for _ in range(2):
            own = {
                **queued,
                "N8N_CONCURRENCY_PRODUCTION_LIMIT": PER_WORKER,
                "N8N_RUNNERS_BROKER_PORT": str(ports.free()),
            }
            running.enter_context(process(n8n.command("worker"), own))
        for port in webhook_ports:
            own = {**queued, "N8N_PORT": str(port), "N8N_RUNNERS_BROKER_PORT": str(ports.free())}
            running.enter_context(process(n8n.command("webhook"), own))
        urls = [f"http://{HOST}:{port}/webhook/chat" for port in webhook_ports]
        for url in urls:
            wait_until(lambda url=url: refuses_emptiness(url), START_SECONDS)
        yield urls


def refuses_emptiness(url: str) -> bool:
    """Say if the chat's webhook is there: it answers an empty message with 400."""
    with suppress(httpx.HTTPError):
        return httpx.post(url, json={}, timeout=5).status_code == 400
    return False


@contextmanager
def process(command: tuple[str, ...], environment: Environment) -> Iterator[None]:
    """Run a process and end it, by its id, at the end."""
    started = subprocess.Popen(
        command, env=dict(environment), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        started.terminate()
        try:
            started.wait(30)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
