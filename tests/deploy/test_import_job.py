"""The job `import` with the real n8n, on its own database in the server that the job `migrate` prepared."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dev import settings as dev_settings
from dev.addresses import COMMITTED_FUNCTIONS_URL, COMMITTED_SUPABASE_URL
from dev.n8n import HOOKS, NODE_OPTIONS
from dev.node import MODULES, NODE, NODE_HOME, require
from tests.conftest import serving
from tests.deploy.compose import ROOT, environment

MAIN = ROOT / "deploy" / "import" / "main.mjs"


class Job:
    """The container of the service `import`, without the container."""

    def __init__(self, database: dev_settings.Settings, values: dict[str, str], folder: Path) -> None:
        self.database, self.values, self.folder = database, values, folder
        for source, target in (("workflows", "workflows"), ("credentials.example", "credentials")):
            shutil.copytree(ROOT / "n8n" / source, folder / target)

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        place = {
            "PATH": f"{NODE_HOME / 'bin'}:{MODULES / '.bin'}:/usr/bin:/bin",
            "DB_POSTGRESDB_HOST": "127.0.0.1",
            "DB_POSTGRESDB_PORT": str(self.database.postgres_port),
            "N8N_USER_FOLDER": str(self.folder),
            "SALES_COPILOT_DIR": str(self.folder),
            "NODE_OPTIONS": NODE_OPTIONS,
            "EXTERNAL_HOOK_FILES": str(HOOKS / "front-door.cjs"),
            "N8N_SERVER_URL": "http://127.0.0.1:9",
        }
        whole = environment("import", self.values) | place | changes
        command = [require(NODE), str(MAIN), *arguments]
        return subprocess.run(command, check=False, env=whole, capture_output=True, text=True, timeout=300)

    def memory(self) -> dict[str, Any]:
        return json.loads((self.folder / ".n8n" / "imported.json").read_text())

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        address = {"host": "127.0.0.1", "port": self.database.postgres_port, "dbname": "n8n", "user": "n8n"}
        with psycopg.connect(**address, password=self.values["N8N_DB_PASSWORD"]) as connection:  # type: ignore[arg-type]
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def job(
    migrated: dev_settings.Settings, values: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Job]:
    """The job after its first run on an empty database."""
    ready = Job(migrated, values, tmp_path_factory.mktemp("import"))
    first = ready.run()
    assert first.returncode == 0, first.stdout + first.stderr
    yield ready


FLOWS = sorted(file.stem for file in (ROOT / "n8n" / "workflows").glob("*.json"))


def test_every_flow_and_credential_is_there_and_published(job: Job):
    published = job.sql('select id from workflow_entity where "activeVersionId" is not null')
    assert sorted(id for (id,) in published) == FLOWS
    expected = {file.stem for file in (ROOT / "n8n" / "credentials.example").glob("*.json")}
    assert {id for (id,) in job.sql("select id from credentials_entity")} == expected


def test_flows_carry_the_addresses_of_the_containers_and_no_secret(job: Job):
    texts = "".join(nodes for (nodes,) in job.sql("select nodes::text from workflow_entity"))
    assert "http://functions:8000/rag" in texts
    assert "http://supabase:54321/rest/v1/rpc/save_turn" in texts
    assert not [address for address in (COMMITTED_FUNCTIONS_URL, COMMITTED_SUPABASE_URL) if address in texts]
    assert not [name for name, value in job.values.items() if len(value) > 20 and value in texts]


def test_a_change_in_the_editor_survives_the_next_run_even_when_the_repository_changed_too(job: Job):
    file = job.folder / "workflows" / "save-turn.json"
    committed = file.read_text()
    job.sql("update workflow_entity set name = 'Renommé par Julie' where id = 'save-turn'")
    try:
        again = job.run()
        assert "save-turn: changed in the editor, kept" in again.stdout
        assert "imported" not in again.stdout.split("save-turn")[0]
        file.write_text(committed.replace('"name": "', '"name": "Nouveau : ', 1))
        assert "changed in the editor and in the repository" in job.run().stdout
        assert job.sql("select name from workflow_entity where id = 'save-turn'") == [("Renommé par Julie",)]
    finally:
        file.write_text(committed)


def test_a_flow_is_exported_as_the_repository_would_hold_it(job: Job):
    shown = job.run("export", "save-turn")
    committed = json.loads((job.folder / "workflows" / "save-turn.json").read_text())
    assert json.loads(shown.stdout) == committed | {"name": "Renommé par Julie"}
    assert "n8n has no flow with the id other" in job.run("export", "other").stderr


def test_a_forced_flow_is_overwritten_after_a_backup_and_the_others_are_kept(job: Job):
    job.sql("update workflow_entity set name = 'Renommé par Inès' where id = 'notify-team'")
    forced = job.run(IMPORT_FORCE="notify-team")
    assert "1 flow(s) imported: notify-team" in forced.stdout
    names = dict(job.sql("select id, name from workflow_entity where id in ('notify-team', 'save-turn')"))
    assert names == {"notify-team": "Prévenir l’équipe", "save-turn": "Renommé par Julie"}
    [saved] = (job.folder / ".n8n" / "backups").glob("*/notify-team.json")
    assert json.loads(saved.read_text())["name"] == "Renommé par Inès"


def test_after_a_restore_the_memory_from_the_backup_keeps_what_was_filled_in_in_the_editor(job: Job, tmp_path: Path):
    job.sql("update credentials_entity set data = 'as filled in' where id in ('slack', 'team')")
    (tmp_path / ".n8n").mkdir()
    shutil.copy(job.folder / ".n8n" / "imported.json", tmp_path / ".n8n")
    restored = Job(job.database, job.values, tmp_path).run()
    assert restored.returncode == 0, restored.stderr
    assert "credential(s) imported" not in restored.stdout
    kept = job.sql("select data from credentials_entity where id in ('slack', 'team')")
    assert kept == [("as filled in",), ("as filled in",)]
    sections = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8").split("\n## ")
    [backups] = [section for section in sections if section.startswith("5. ")]
    assert '> "$d/imported.json"' in backups
    assert '< "$d/imported.json"' in backups


def test_a_running_server_is_not_written_under(job: Job):
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    with serving(app) as url:
        refused = job.run(N8N_SERVER_URL=url, FUNCTIONS_TOKEN="a-new-token")
    assert refused.returncode == 1
    assert "docker compose stop n8n" in refused.stderr
