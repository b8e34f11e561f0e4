"""n8n's own command line: imports, publishes and exports, beside a running server or without it."""

import json
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from dev import n8n, publication
from dev.addresses import generalise, localise
from dev.errors import DevError
from dev.part import end, record
from dev.settings import ROOT, Settings

PATIENCE = 180
Json = dict[str, Any]


def exists(settings: Settings) -> bool:
    """Says whether n8n ever ran on this data folder."""
    return publication.store(settings).exists()


def export_workflows(settings: Settings) -> dict[str, Json]:
    """Returns n8n's flows as they are now, by id, archived ones left out."""
    if not exists(settings):
        return {}
    with private_folder(settings) as folder:
        target = folder / "workflows.json"
        output = run(settings, "export:workflow", "--all", f"--output={target}", allow="No workflows found")
        if not target.exists() and "Error exporting" in output:
            return {}
        found = json.loads(generalise(target.read_text(encoding="utf-8"), settings))
    return {one["id"]: one for one in found if not one.get("isArchived")}


def import_workflows(settings: Settings, workflows: list[Json], published: Sequence[str]) -> None:
    """Writes flows into n8n, and publishes those whose ids are named."""
    with private_folder(settings) as folder:
        source = folder / "workflows.json"
        source.write_text(localise(json.dumps(workflows), settings), encoding="utf-8")
        refusal = "permission to deactivate"  # when the server never ran here, nobody owns the published flows yet
        output = run(settings, "import:workflow", f"--input={source}", allow=refusal)
        if refusal in output:
            for one in workflows:
                run(settings, "unpublish:workflow", f"--id={one['id']}", allow="not found")
            output = run(settings, "import:workflow", f"--input={source}")
        expect("Successfully imported", output, "workflows")
    for id in published:
        run(settings, "publish:workflow", f"--id={id}")


def import_credentials(settings: Settings, credentials: list[Json]) -> None:
    """Writes credentials into n8n, which encrypts them."""
    with private_folder(settings) as folder:
        source = folder / "credentials.json"
        source.write_text(json.dumps(credentials), encoding="utf-8")
        expect("Successfully imported", run(settings, "import:credentials", f"--input={source}"), "credentials")


@contextmanager
def private_folder(settings: Settings) -> Generator[Path]:
    """A folder that only this user reads and that is gone afterwards."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix="n8n-") as name:
        yield Path(name)


def run(settings: Settings, *arguments: str, allow: str = "") -> str:
    """Runs one verb; it is recorded like a part, so that a stop ends it too."""
    records = settings.data_dir / "run"
    records.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        n8n.command(*arguments),
        cwd=ROOT,
        env=n8n.environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    record(process.pid, "n8n-cli", 15, records)
    try:
        output, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise DevError(f"n8n {arguments[0]} did not end within {PATIENCE} s.") from None
    finally:
        if process.poll() is None:
            end([(psutil.Process(process.pid), 15)])
        (records / "n8n-cli.json").unlink(missing_ok=True)
    if process.returncode and not (allow and allow in output):
        raise DevError(f"n8n {' '.join(arguments)} failed: {first_error(output)}")
    return output


def expect(sign: str, output: str, what: str) -> None:
    if sign not in output:
        raise DevError(f"n8n refused the {what}: {first_error(output)}")


def first_error(output: str) -> str:
    """Returns the line of n8n's output that says what is wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and "See log messages" not in line]
    return next((line for line in reversed(lines) if "rror" in line), lines[-1] if lines else "it said nothing")[:300]
