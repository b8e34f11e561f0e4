"""`make stop`: ends the running stack, or what a killed one left behind, and nothing else."""

import os
import signal
import time
from contextlib import suppress

from dev import hold
from dev.part import end_recorded
from dev.settings import Settings

PATIENCE = 60.0


def stop(settings: Settings) -> None:
    """Asks the running `make run` to end, waits, and ends leftovers."""
    records = settings.data_dir / "run"
    if not records.is_dir():
        print("Nothing is running.")
        return
    owner = hold.holder(records, "stack")
    if owner:
        ask(owner)
        wait_for_end(settings, owner)
    left = end_recorded(records)
    print("Stopped." if owner or left else "Nothing is running.", flush=True)


def ask(owner: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(owner, signal.SIGTERM)


def wait_for_end(settings: Settings, owner: int) -> None:
    records = settings.data_dir / "run"
    limit = time.monotonic() + PATIENCE
    while hold.holder(records, "stack") == owner:
        if time.monotonic() > limit:
            os.kill(owner, signal.SIGKILL)
            limit = float("inf")
        time.sleep(0.1)
