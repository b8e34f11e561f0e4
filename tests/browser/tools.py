"""The widget's own tools (esbuild, TypeScript, axe), installed from its lock file when they are missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev.bootstrap import PNPM_VERSION, with_lock
from dev.settings import ROOT

WIDGET = ROOT / "widget"
PNPM = ROOT / ".venv" / "pnpm" / "node_modules" / "pnpm" / "bin" / "pnpm.cjs"
NODE = Path(sys.executable).parent / "node"


def install() -> None:
    """Brings `widget/node_modules` to what the lock file says; test workers that come together wait for each other."""
    with_lock(install_packages)


def install_packages() -> None:
    if not PNPM.exists():
        npm("install", "--prefix", str(ROOT / ".venv" / "pnpm"), f"pnpm@{PNPM_VERSION}")
    run(str(NODE), str(PNPM), "install", "--frozen-lockfile", "--prefer-offline")


def npm(*arguments: str) -> None:
    run(str(NODE.with_name("npm")), *arguments)


def run(*command: str) -> str:
    """Runs a command in the widget's folder; a failure is shown with what it said."""
    path = f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CI": "true"}
    done = subprocess.run(
        command, check=False, cwd=WIDGET, env=environment, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}", pytrace=False)
    return done.stdout
