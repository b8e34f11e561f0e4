"""Finds a Chromium: the machine's own, else Playwright's download, else the distribution's package."""

import os
import shutil
import subprocess
import sys

from playwright.async_api import Browser, Error, Playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
DOWNLOAD_SECONDS = 300
ADVICE = "the browser tests need Chromium or Chrome: install the package `chromium` (or Google Chrome), then run again."


class NoBrowserError(Exception):
    """Its text is the one line that the developer sees."""


async def launch(playwright: Playwright) -> Browser:
    """Starts the first browser that works, and gets one where there is none."""
    for path in installed(playwright):
        if browser := await start(playwright, path):
            return browser
    for command in (download_command(), *package_commands()):
        if run(command):
            for path in installed(playwright):
                if browser := await start(playwright, path):
                    return browser
    raise NoBrowserError(ADVICE)


def installed(playwright: Playwright) -> list[str]:
    found = [shutil.which(name) for name in NAMES]
    candidates = [*filter(None, found), MAC, playwright.chromium.executable_path]
    return [path for path in candidates if os.access(path, os.X_OK)]


async def start(playwright: Playwright, path: str) -> Browser | None:
    """A name on the path may be a stub that installs something else: only one that starts counts."""
    try:
        return await playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=30_000)
    except Error:
        return None


def download_command() -> list[str]:
    return [sys.executable, "-m", "playwright", "install", "chromium"]


def package_commands() -> list[list[str]]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    apt = shutil.which("apt-get")
    if not (is_root and apt):
        return []
    return [["sh", "-c", f"{apt} update -qq && {apt} install -y -qq --no-install-recommends chromium"]]


def run(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=DOWNLOAD_SECONDS, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
