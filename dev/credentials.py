"""Fills the committed credentials with this machine's addresses and secrets, and hands them to n8n once."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dev import env_file
from dev.errors import DevError
from dev.settings import Settings
from dev.workflow_file import Json, read_json

PLACEHOLDER = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def values(settings: Settings) -> dict[str, str]:
    """Returns what a placeholder may name."""
    return {
        **env_file.read(settings.env_file),
        **{name: value for name, value in os.environ.items() if value},
        "SUPABASE_URL": settings.api_url,
        "SUPABASE_SERVICE_ROLE_KEY": settings.supabase_service_role_key,
        "SUPABASE_HEADERS": supabase_headers(settings.supabase_service_role_key),
        "FUNCTIONS_URL": settings.functions_url,
        "FUNCTIONS_TOKEN": settings.functions_token,
        "N8N_URL": settings.n8n_url,
        "DEMO_URL": settings.demo_url,
    }


def supabase_headers(key: str) -> str:
    """Returns the headers as JSON: hosted Supabase refuses an `sb_` key as a bearer token, it is no JWT."""
    headers = {"apikey": key} if key.startswith("sb_") else {"apikey": key, "Authorization": f"Bearer {key}"}
    return json.dumps(headers)


def read_folder(folder: Path) -> list[Json]:
    """Returns the committed credentials; a missing folder holds none."""
    found = [(file, read_json(file)) for file in sorted(folder.glob("*.json"))]
    for file, credential in found:
        if credential.get("id") != file.stem:
            raise DevError(f"{file.name}: the credential's id is {credential.get('id')!r}, it must be the file's name.")
    return [credential for _, credential in found]


def due(templates: list[Json], known: Mapping[str, str], filling: Mapping[str, str]) -> list[Json]:
    """Returns the filled credentials that n8n does not have yet.

    One whose value is not configured here (Slack, SMTP) goes in empty and only once: a marketer fills it in the editor.
    """
    chosen: list[Json] = []
    for template in templates:
        filled = fill(template, filling)
        configured = all(filling.get(name) for name in placeholders(template))
        if known.get(filled["id"]) != fingerprint(filled) if configured else filled["id"] not in known:
            chosen.append(filled)
    return chosen


def placeholders(value: Any) -> set[str]:
    return set(PLACEHOLDER.findall(json.dumps(value)))


def fill(value: Any, filling: Mapping[str, str]) -> Any:
    """Replaces `${NAME}` in every text of a JSON value; a name without a value becomes empty."""
    match value:
        case str():
            return PLACEHOLDER.sub(lambda found: filling.get(found[1], ""), value)
        case dict():
            return {key: fill(inner, filling) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list():
            return [fill(inner, filling) for inner in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value


def fingerprint(credential: Json) -> str:
    """Changes when a value changes, without telling it."""
    return hashlib.sha256(json.dumps(credential, sort_keys=True).encode()).hexdigest()
