"""One step of the installation: output to a log, progress on the terminal, a failure in one line."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TAIL_BYTES = 20_000
TICK_SECONDS = {True: 1, False: 15}
ADVICE = (
    (r"ENOSPC|No space left", "the disk is full: free 5 GB"),
    (r"ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRE|dns error|error sending request|Failed to fetch|NewConnectionError",
     "a package registry cannot be reached: check the network or the proxy"),
    (r"gyp ERR|g\+\+: (error|not found)|Python\.h", "a compilation failed: install build-essential"),
    (r"EACCES|EPERM|Permission denied", "a file cannot be written: check permissions of the checkout and caches"),
)  # fmt: skip


class InstallError(Exception):
    """Its text is the one line that the developer sees."""


def run_step(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Runs a command, shows its progress, and raises one line of advice when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("ab") as output:
        start = output.tell()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment, cwd=cwd)
        try:
            code = watch(process, name, started)
        finally:
            stop(process)
    if code:
        raise InstallError(f"{name}: {advice(tail(log, start))}, then run again (details: {log}).")
    print(f"{clear()}  ✓ {name} ({time.monotonic() - started:.0f} s)", flush=True)


def watch(process: subprocess.Popen[bytes], name: str, started: float) -> int:
    terminal = sys.stdout.isatty()
    print(f"  … {name}", end="" if terminal else "\n", flush=True)
    while True:
        try:
            return process.wait(TICK_SECONDS[terminal])
        except subprocess.TimeoutExpired:
            elapsed = f"{time.monotonic() - started:.0f} s"
            print(f"{clear()}  … {name}: {elapsed}", end="" if terminal else "\n", flush=True)


def stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        process.wait()


def clear() -> str:
    return "\r\033[K" if sys.stdout.isatty() else ""


def tail(log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(max(start, log.stat().st_size - TAIL_BYTES))
        return file.read().decode(errors="replace")


def advice(output: str) -> str:
    """Turns the output of a failed command into what the developer should do."""
    for pattern, text in ADVICE:
        if re.search(pattern, output):
            return text
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"it failed with «{lines[-1][:200]}»: correct that" if lines else "it failed: see its log"
