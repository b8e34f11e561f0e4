"""Locks end with their process; only processes that we recorded are ended."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from dev import hold
from dev.errors import DevError
from dev.part import end_recorded, record, recorded

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_held_lock_refuses_a_second_holder_and_names_the_first(tmp_path: Path) -> None:
    with hold.held(tmp_path, "stack"):
        assert hold.holder(tmp_path, "stack") == os.getpid()
        with pytest.raises(DevError, match=f"process {os.getpid()} already runs"), hold.held(tmp_path, "stack"):
            pass
    assert not hold.is_held(tmp_path, "stack")


def test_what_an_earlier_run_left_is_ended(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEPER) as left:
        record(left.pid, "functions", signal.SIGTERM, tmp_path)
        assert end_recorded(tmp_path) == ["functions"]
        assert not psutil.pid_exists(left.pid)
    assert list(tmp_path.glob("*.json")) == []


def test_a_stranger_with_a_recycled_pid_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEPER) as stranger:
        try:
            known = {"pid": stranger.pid, "started": psutil.Process(stranger.pid).create_time() - 60, "signal": 15}
            (tmp_path / "n8n.json").write_text(json.dumps(known))
            assert recorded("n8n", tmp_path) is None
            assert end_recorded(tmp_path) == []
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_a_broken_record_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "n8n.json").write_text("{")
    assert end_recorded(tmp_path) == []
