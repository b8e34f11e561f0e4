"""Keeps the parts alive: starts, watches, restarts with a back-off, and ends them in the right order."""

import subprocess
import threading
import time
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import psutil

from dev import hold
from dev.errors import DevError
from dev.part import Part, end, end_recorded, ending_rank, family, kill, spawn

QUICK_DEATHS = 5
QUICK_SECONDS = 60.0
FIRST_PAUSE = 0.5
WATCH_SECONDS = 0.3
LAST_WORDS = 300


@dataclass
class Running:
    """A part and its life so far."""

    part: Part
    process: subprocess.Popen[bytes]
    log_start: int
    watched: bool = False
    deaths: list[float] = field(default_factory=list[float])
    restart_at: float | None = None


class Supervisor:
    """The processes of one stack."""

    def __init__(self, logs: Path, records: Path) -> None:
        self.logs = logs
        self.records = records
        self.running: dict[str, Running] = {}
        self.lock = threading.RLock()
        self.ended = threading.Event()
        self.watcher = threading.Thread(target=self.watch, name="watcher", daemon=True)

    def start(self, part: Part) -> None:
        """Starts a part and waits until it is ready."""
        with self.lock:
            if self.ended.is_set():
                raise DevError("the stack is stopping.")
            one = self.running[part.name] = self.launch(part)
        self.wait_ready(one)
        one.watched = True

    def launch(self, part: Part) -> Running:
        log = self.logs / f"{part.name}.log"
        size = log.stat().st_size if log.exists() else 0
        return Running(part, spawn(part, log, self.records), size)

    def wait_ready(self, one: Running) -> None:
        limit = time.monotonic() + one.part.patience
        while not one.part.ready(self.log_of(one)):
            if one.process.poll() is not None:
                raise DevError(f"{one.part.name} ended during its start: {self.last_words(one)}")
            if time.monotonic() > limit:
                raise DevError(f"{one.part.name} was not ready after {one.part.patience:.0f} s: {self.last_words(one)}")
            time.sleep(0.1)

    def log_of(self, one: Running) -> str:
        with (self.logs / f"{one.part.name}.log").open("rb") as log:
            log.seek(one.log_start)
            return log.read().decode(errors="replace")

    def last_words(self, one: Running) -> str:
        lines = [line.strip() for line in self.log_of(one).splitlines() if line.strip()]
        return f"«{lines[-1][:LAST_WORDS] if lines else 'nothing logged'}» (all of it: {self.logs / one.part.name}.log)"

    def kill(self, name: str) -> None:
        """Ends a part like `kill -9` and leaves it down, for fault tests."""
        with self.lock:
            one = self.running[name]
            one.watched, one.restart_at = False, None
            kill(family(psutil.Process(one.process.pid)) if one.process.poll() is None else [])
            one.process.wait()

    def start_again(self, name: str) -> None:
        """Starts a part that `kill` left down, or that stopped, and waits until it is ready."""
        self.start(self.running[name].part)

    def stop(self) -> None:
        """Ends every part, what others need last, and anything else that was recorded."""
        self.ended.set()
        with self.lock:
            parts = sorted(self.running.values(), key=lambda one: ending_rank(one.part.name))
            for _, together in groupby(parts, key=lambda one: ending_rank(one.part.name)):
                self.end_all(list(together))
            end_recorded(self.records)
        if self.watcher.is_alive():
            self.watcher.join()

    def end_all(self, parts: list[Running]) -> None:
        for one in parts:
            one.watched = False
        living = [one for one in parts if one.process.poll() is None]
        grace = max((one.part.grace for one in living), default=0.0)
        end([(psutil.Process(one.process.pid), one.part.stop_signal) for one in living], grace)
        for one in parts:
            one.process.wait()

    def watch(self) -> None:
        while not self.ended.wait(WATCH_SECONDS):
            with self.lock:
                for one in list(self.running.values()):
                    if one.watched and not self.ended.is_set() and one.process.poll() is not None:
                        self.heal(one, time.monotonic())

    def heal(self, one: Running, now: float) -> None:
        """Restarts a part that ended, later and later, and gives up when it cannot stay alive."""
        name = one.part.name
        restart_at = one.restart_at
        if restart_at is None:
            one.deaths = [*(moment for moment in one.deaths if now - moment < QUICK_SECONDS), now]
            if len(one.deaths) >= QUICK_DEATHS:
                one.watched = False
                often = f"{name} ended {QUICK_DEATHS} times within a minute, it stays down"
                print(f"{often}: {self.last_words(one)}", flush=True)
                return
            restart_at = one.restart_at = now + FIRST_PAUSE * 2 ** (len(one.deaths) - 1)
            print(f"{name} ended ({reason(one.process.returncode)}); starting it again.", flush=True)
        if now >= restart_at and not hold.is_held(self.records, name):
            fresh = self.launch(one.part)
            one.process, one.log_start, one.restart_at = fresh.process, fresh.log_start, None


def reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
