"""A part that dies is started again, one that cannot live stays down, and a stop ends everything."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dev import hold, supervisor
from dev.errors import DevError
from dev.part import Part
from dev.supervisor import Supervisor
from tests.eventually import eventually

LIVES = "import time; print('ready', flush=True); time.sleep(60)"
DIES = "print('ready', flush=True); print('no luck', flush=True)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); " + LIVES


def a_part(name: str, code: str, folder: Path, patience: float = 10) -> Part:
    return Part(
        name=name,
        command=(sys.executable, "-c", code),
        environment={"PATH": os.environ["PATH"]},
        ready=lambda log: "ready" in log,
        folder=folder,
        patience=patience,
        grace=0.5,
    )


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(supervisor, "WATCH_SECONDS", 0.02)
    one = Supervisor(tmp_path, tmp_path)
    one.watcher.start()
    yield one
    one.stop()


def pid(parts: Supervisor, name: str) -> int:
    return parts.running[name].process.pid


def test_a_killed_part_is_started_again(parts: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts.start(a_part("demo", LIVES, tmp_path))
    first = pid(parts, "demo")
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: pid(parts, "demo") != first)
    assert "demo ended (signal 9); starting it again." in capsys.readouterr().out


def test_a_part_that_cannot_live_is_given_up(
    parts: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts.start(a_part("demo", DIES, tmp_path))
    assert eventually(lambda: not parts.running["demo"].watched)
    assert "demo ended 5 times within a minute, it stays down: «no luck»" in capsys.readouterr().out


def test_a_part_killed_on_purpose_stays_down_until_it_is_started(parts: Supervisor, tmp_path: Path) -> None:
    parts.start(a_part("demo", LIVES, tmp_path))
    parts.kill("demo")
    first = pid(parts, "demo")
    time.sleep(0.2)
    assert pid(parts, "demo") == first
    assert not psutil.pid_exists(first)
    parts.start_again("demo")
    assert psutil.pid_exists(pid(parts, "demo"))


def test_a_held_part_waits_for_its_lock(parts: Supervisor, tmp_path: Path) -> None:
    parts.start(a_part("n8n", LIVES, tmp_path))
    first = pid(parts, "n8n")
    with hold.held(tmp_path, "n8n"):
        os.kill(first, signal.SIGTERM)
        time.sleep(0.3)
        assert pid(parts, "n8n") == first
    assert eventually(lambda: pid(parts, "n8n") != first)


def test_a_part_that_dies_while_it_starts_says_its_last_words(parts: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(DevError, match=r"^demo ended during its start: «port in use» \(all of it: .*demo\.log\)"):
        parts.start(a_part("demo", "print('port in use')", tmp_path))


def test_a_part_that_never_answers_is_given_a_limit(parts: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(DevError, match="demo was not ready after 0 s"):
        parts.start(a_part("demo", "import time; time.sleep(60)", tmp_path, patience=0.2))


def test_a_stop_ends_even_a_part_that_does_not_listen(parts: Supervisor, tmp_path: Path) -> None:
    parts.start(a_part("demo", STUBBORN, tmp_path))
    parts.start(a_part("postgres", LIVES, tmp_path))
    pids = [pid(parts, "demo"), pid(parts, "postgres")]
    parts.stop()
    assert [one for one in pids if psutil.pid_exists(one)] == []
    assert list(tmp_path.glob("*.json")) == []
