"""docker-compose.yml as Compose would read it: parsed, and interpolated with a given env file."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z][A-Z0-9_]*)(?:(:[-?+])((?:[^{}]|\{[^{}]*\})*))?\}")
ONE_SHOT = {"import", "knowledge", "migrate"}
QUEUE = {"redis", "n8n-worker", "n8n-webhook"}


@cache
def services() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(FILE.read_text())["services"]


def document() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())


def variables() -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z][A-Z0-9_]*)", FILE.read_text()))


def interpolate(text: str, values: Mapping[str, str]) -> str:
    """Replaces `${NAME}`, `${NAME:-default}`, `${NAME:+other}` and `${NAME:?message}`."""

    def value(found: re.Match[str]) -> str:
        name, operator, other = found[1], found[2], found[3] or ""
        given = values.get(name, "")
        if operator == ":?" and not given:
            raise ValueError(f"{name}: {other or 'missing'}")
        if operator == ":+":
            return interpolate(other, values) if given else ""
        return given or (interpolate(other, values) if operator == ":-" else "")

    return VARIABLE.sub(value, text).replace("$$", "$")


def environment(service: str, values: Mapping[str, str]) -> dict[str, str]:
    declared = services()[service].get("environment", {})
    return {name: interpolate(str(value), values) for name, value in declared.items()}


def env_lines(text: str, *, commented: bool) -> dict[str, str]:
    """The assignments of an env file, with or without those that a `#` turns off."""
    prefix = "#?" if commented else ""
    return dict(re.findall(rf"^{prefix}([A-Z][A-Z0-9_]*)=(.*)$", text, re.MULTILINE))
