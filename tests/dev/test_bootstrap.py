"""The installation says in one line what is missing, and the committed locks name no registry."""

import re
import sys
from pathlib import Path

import pytest

from dev import bootstrap
from dev.install_step import InstallError, advice, run_step
from dev.settings import ROOT


def test_an_old_python_is_refused() -> None:
    with pytest.raises(InstallError, match=r"Python 3\.9 is too old"):
        bootstrap.check_python((3, 9))


def test_a_missing_compiler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(InstallError, match="no `cc`: install a C/C\\+\\+ compiler"):
        bootstrap.check_compiler()


def test_a_full_disk_is_said_before_anything_is_installed() -> None:
    with pytest.raises(InstallError, match=r"only 1\.0 GB free"):
        bootstrap.check_disk(1024**3)


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("error: write: No space left on device (os error 28)", "the disk is full"),
        ("ERR_PNPM_META_FETCH_FAIL  getaddrinfo ENOTFOUND somewhere", "a package registry cannot be reached"),
        ("gyp ERR! stack Error: not found: make", "a compilation failed: install build-essential"),
        ("Error: EACCES: permission denied, mkdir", "a file cannot be written"),
        ("one\n\nsomething odd\n", "it failed with «something odd»"),
        ("", "it failed: see its log"),
    ],
)
def test_a_failed_step_says_what_to_do(output: str, text: str) -> None:
    assert advice(output).startswith(text)


def test_a_failing_command_is_one_line_and_its_output_is_in_the_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('boom'); raise SystemExit(3)"]
    with pytest.raises(InstallError, match=r"^step: it failed with «boom».*then run again") as failure:
        run_step("step", command, tmp_path / "install.log")
    assert "\n" not in str(failure.value)
    assert (tmp_path / "install.log").read_text() == "boom\n"


def test_a_changed_lock_is_installed_again(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "lock", tmp_path / ".installed"
    lock.write_text("a==1")
    assert not bootstrap.is_stamped(stamp, bootstrap.fingerprint(lock, extra="3.11"))
    stamp.write_text(bootstrap.fingerprint(lock, extra="3.11"))
    assert bootstrap.is_stamped(stamp, bootstrap.fingerprint(lock, extra="3.11"))
    lock.write_text("a==2")
    assert not bootstrap.is_stamped(stamp, bootstrap.fingerprint(lock, extra="3.11"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "n8n/pnpm-lock.yaml"])
def test_a_lock_names_no_registry(name: str) -> None:
    assert not re.search(r"https?://|tarball:|--index|--find-links", (ROOT / name).read_text())
