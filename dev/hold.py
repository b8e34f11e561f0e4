"""File locks: they end with their process, so nothing has to be cleaned up after a crash."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from dev.errors import DevError


@contextmanager
def held(folder: Path, name: str) -> Generator[None]:
    """Holds a lock that carries our pid; refuses at once when another process has it."""
    file = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(file, 32).decode() or "?"
            raise DevError(
                f"process {owner} already runs the {name} of {folder.parent}: `make stop` ends it; "
                "a second stack needs its own DATA_DIR and ports."
            ) from None
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        yield
        os.ftruncate(file, 0)
    finally:
        os.close(file)


def is_held(folder: Path, name: str) -> bool:
    """Says whether a living process holds this lock."""
    return holder(folder, name) is not None


def holder(folder: Path, name: str) -> int | None:
    """Returns the pid of the process that holds the lock."""
    try:
        file = os.open(folder / f"{name}.lock", os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int(os.read(file, 32) or b"0")
    finally:
        os.close(file)
    return None
