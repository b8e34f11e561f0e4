"""`make import`: writes flows into n8n while its server is down, and lets a running stack bring the server back."""

import time
from pathlib import Path

from dev import hold, n8n, publication, workflows
from dev.errors import DevError
from dev.part import end, recorded
from dev.settings import Settings

PATIENCE = 120.0


def import_beside_server(settings: Settings, *, force: bool) -> None:
    """Imports; when a stack is running, its n8n is stopped first and started again afterwards."""
    records, log = settings.data_dir / "run", settings.data_dir / "logs" / "n8n.log"
    records.mkdir(parents=True, exist_ok=True)
    stopped: list[int] = []

    def stop_server() -> None:
        if found := recorded("n8n", records):
            stopped.append(log.stat().st_size)
            end([found])

    with hold.held(records, "n8n"):  # the supervisor waits for this lock before it starts n8n again
        workflows.bring_in(settings, force=force, before_writing=stop_server)
    if stopped and hold.is_held(records, "stack"):
        report(settings, log, stopped[0])


def report(settings: Settings, log: Path, start: int) -> None:
    """Waits until n8n is back and says which flows it refused."""
    limit = time.monotonic() + PATIENCE
    while not (n8n.READY in read_from(log, start) and n8n.answers_and_listens(settings)):
        if time.monotonic() > limit:
            raise DevError(f"n8n did not come back within {PATIENCE:.0f} s: look in {log}.")
        time.sleep(0.2)
    for line in publication.refused(settings):
        print(f"  {line}", flush=True)
    print("  n8n runs again", flush=True)


def read_from(log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace")
