"""One stack from its first start to its end, on real Postgres, PostgREST and n8n, with stub functions."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import IO

import httpx
import psutil
import pytest

from dev import migrate, postgres, stack, workflows
from dev.part import recorded
from dev.settings import ROOT, Settings
from dev.stack import ALL, Stack
from tests.dev import small_stack
from tests.eventually import eventually

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with stack.start(small_stack.make(tmp_path_factory.mktemp("stack"))) as one:
        yield one


def notes(settings: Settings, key: str) -> httpx.Response:
    url = f"{settings.local_supabase_url}/rest/v1/notes?select=body"
    return httpx.get(url, headers={"apikey": key}, trust_env=False)


def there(check: Callable[[], bool]) -> bool:
    """The check, false also while n8n says «starting up» in plain text."""
    try:
        return check()
    except (httpx.TransportError, ValueError):
        return False


def test_a_published_flow_answers_as_soon_as_the_stack_is_ready(running: Stack) -> None:
    assert small_stack.ask(running.settings, "« é » 😀") == {"heard": "« é » 😀"}


def test_the_demo_page_knows_the_webhook(running: Stack) -> None:
    config = httpx.get(f"{running.demo_url}/config.json", trust_env=False).json()
    assert config == {"webhookUrl": running.webhook_url}
    assert "Démo" in httpx.get(running.demo_url, trust_env=False).text


def test_only_the_service_role_reads_what_was_granted_to_it(running: Stack) -> None:
    settings = running.settings
    for key in (settings.supabase_secret_key, settings.supabase_service_role_key):
        assert notes(settings, key).json() == [{"body": "seed"}]
    for key in (settings.supabase_publishable_key, settings.supabase_anon_key):
        assert notes(settings, key).status_code == 401


def test_migrations_are_recorded_as_the_supabase_cli_does_and_applied_once(running: Stack) -> None:
    assert migrate.migrate(running.settings) == 0
    with postgres.connect(running.settings) as connection:
        rows = connection.execute("select * from supabase_migrations.schema_migrations").fetchall()
        seeds = connection.execute("select path, length(hash) from supabase_migrations.seed_files").fetchall()
    statements = [one.strip() for one in small_stack.MIGRATION.strip().rstrip(";").split(";")]
    assert rows == [("20260101000000", statements, "notes")]
    assert seeds == [("supabase/seed.sql", 64)]


def test_nothing_is_granted_by_default_and_nobody_but_the_owner_is_super(running: Stack) -> None:
    with postgres.connect(running.settings) as connection:
        assert connection.execute("select count(*) from pg_catalog.pg_default_acl").fetchone() == (0,)
        rights = connection.execute("select rolname, rolsuper, rolbypassrls from pg_roles where rolname !~ '^pg_'")
        assert sorted(rights.fetchall()) == [
            ("anon", False, False),
            ("authenticated", False, False),
            ("authenticator", False, False),
            ("postgres", False, True),
            ("service_role", False, True),
            ("supabase_admin", True, True),
        ]


def test_an_export_right_after_an_import_changes_nothing(running: Stack) -> None:
    file = running.settings.workflows_dir / "echo.json"
    before = file.read_bytes()
    workflows.write_out(running.settings)
    assert file.read_bytes() == before


def test_a_killed_database_comes_back_when_the_test_wants_it(running: Stack) -> None:
    settings = running.settings
    running.kill("postgres")
    assert notes(settings, settings.supabase_secret_key).status_code >= 500
    assert small_stack.ask(settings, "n8n lives") == {"heard": "n8n lives"}
    running.start_part("postgres")
    assert eventually(lambda: there(lambda: notes(settings, settings.supabase_secret_key).status_code == 200))


def test_n8n_killed_from_outside_heals(running: Stack) -> None:
    found = recorded("n8n", running.records)
    assert found
    os.kill(found[0].pid, signal.SIGKILL)
    found[0].wait(10)
    assert eventually(lambda: there(lambda: small_stack.ask(running.settings, "again") == {"heard": "again"}))


def test_a_second_run_keeps_a_marketer_s_change_and_a_killed_run_is_cleaned_up(running: Stack) -> None:
    settings = running.settings
    small_stack.edit_in_n8n(settings, "Écho de Léa")
    running.stop()
    assert [name for name in ALL if recorded(name, running.records)] == []

    (settings.workflows_dir / "echo.json").write_text(small_stack.to_text(small_stack.echo_flow("Autre écho")))
    log = settings.data_dir / "run.log"
    with log.open("w") as output, dev(settings, "run", output) as run:
        assert eventually(lambda: "Ready in" in log.read_text() or run.poll() is not None)
        assert "echo: changed in the editor and in the repository; the editor's version is kept" in log.read_text()
        assert notes(settings, settings.supabase_secret_key).json() == [{"body": "seed"}]
        started = [found[0] for name in ALL if (found := recorded(name, running.records))]
        run.kill()
    assert len(started) == len(ALL)
    with dev(settings, "stop", subprocess.DEVNULL) as stop:
        assert stop.wait(60) == 0
    assert not any(psutil.pid_exists(process.pid) for process in started)


def dev(settings: Settings, verb: str, output: IO[str] | int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "dev", verb]
    environment = small_stack.environment(settings)
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
