"""One process of the stack: how it is started, when it is ready, how it ends."""

import json
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SAME_START_SECONDS = 1.0
KILL_SECONDS = 5.0
# n8n finishes its turns first, so what a turn needs ends after it.
ENDS_LAST = ("functions", "gateway", "postgrest", "postgres")


@dataclass(frozen=True)
class Part:
    """What the supervisor must know of a process."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    ready: Callable[[str], bool]
    """Gets the part's log since it was started."""
    folder: Path
    prepare: Callable[[], None] = field(default=lambda: None)
    patience: float = 180.0  # seconds; a small machine with other work takes its time
    stop_signal: int = signal.SIGTERM
    grace: float = 15.0


def spawn(part: Part, log: Path, records: Path) -> subprocess.Popen[bytes]:
    """Starts a process in its own group and records it, so that a later run can end it."""
    part.prepare()
    with log.open("ab") as output:
        process = subprocess.Popen(
            part.command,
            cwd=part.folder,
            env=dict(part.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    record(process.pid, part.name, part.stop_signal, records)
    return process


def record(pid: int, name: str, stop_signal: int, records: Path) -> None:
    with suppress(psutil.NoSuchProcess):
        known = {"pid": pid, "started": psutil.Process(pid).create_time(), "signal": int(stop_signal)}
        (records / f"{name}.json").write_text(json.dumps(known))


def recorded(name: str, records: Path) -> tuple[psutil.Process, int] | None:
    """Returns the process that a record names, unless it ended: a pid alone may belong to somebody else by now."""
    try:
        known = json.loads((records / f"{name}.json").read_text())
        process = psutil.Process(known["pid"])
        same = abs(process.create_time() - known["started"]) < SAME_START_SECONDS
        alive = same and process.status() != psutil.STATUS_ZOMBIE
        return (process, known["signal"]) if alive else None
    except (OSError, ValueError, KeyError, psutil.Error):
        return None


def end_recorded(records: Path) -> list[str]:
    """Ends whatever an earlier run left behind and returns the names."""
    names = sorted((file.stem for file in records.glob("*.json")), key=ending_rank)
    ended: list[str] = []
    for name in names:
        if found := recorded(name, records):
            end([found])
            ended.append(name)
        (records / f"{name}.json").unlink(missing_ok=True)
    return ended


def ending_rank(name: str) -> int:
    """Returns the place of a part in the order of ending; everything that nobody needs comes first."""
    return ENDS_LAST.index(name) + 1 if name in ENDS_LAST else 0


def end(processes: Iterable[tuple[psutil.Process, int]], grace: float = 15.0) -> None:
    """Asks each process to stop with its signal, then kills what is left of them and of their children."""
    leaders = [(process, signal_number) for process, signal_number in processes]
    everyone = [member for process, _ in leaders for member in family(process)]
    for process, signal_number in leaders:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal_number)
    psutil.wait_procs([process for process, _ in leaders], timeout=grace)
    kill(everyone)


def family(process: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return [process, *process.children(recursive=True)]
    return []


def kill(processes: list[psutil.Process]) -> None:
    """Kills without asking (SIGKILL) and waits until they are gone."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=KILL_SECONDS)
