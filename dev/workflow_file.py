"""The form in which a flow is committed: only what a person decided, in an order that makes small diffs."""

import hashlib
import json
from pathlib import Path
from typing import Any, cast

from dev.errors import DevError

Json = dict[str, Any]
KEPT = ("id", "name", "description", "nodes", "connections", "settings", "nodeGroups")
MAY_BE_MISSING = ("description", "nodeGroups")


def normalise(workflow: Json) -> Json:
    """Keeps the seven keys that matter; credentials are named, never described."""
    kept = {key: workflow[key] for key in KEPT if key in workflow}
    for key in MAY_BE_MISSING:
        if not kept.get(key):
            kept.pop(key, None)
    return {**kept, "nodes": [normalise_node(node) for node in kept.get("nodes", [])]}


def normalise_node(node: Json) -> Json:
    if not node.get("credentials"):
        return {key: value for key, value in node.items() if key != "credentials"}
    named = {kind: {"id": one.get("id"), "name": one.get("name")} for kind, one in node["credentials"].items()}
    return {**node, "credentials": named}


def to_text(workflow: Json) -> str:
    """Writes the normal form: sorted keys, two blanks, readable accents, a closing line break."""
    return json.dumps(normalise(workflow), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def fingerprint(workflow: Json) -> str:
    """Changes when something that a person decided changes."""
    return hashlib.sha256(to_text(workflow).encode()).hexdigest()


def read_folder(folder: Path) -> dict[str, Json]:
    """Returns the committed flows by id; a missing folder holds none."""
    found: dict[str, Json] = {}
    for file in sorted(folder.glob("*.json")):
        workflow = read_json(file)
        if workflow.get("id") != file.stem:
            raise DevError(f"{file.name}: the flow's id is {workflow.get('id')!r}, it must be the file's name.")
        found[file.stem] = normalise(workflow)
    return found


def read_json(file: Path) -> Json:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DevError(f"{file.name} is not valid JSON: {error}.") from error
    if not isinstance(content, dict):
        raise DevError(f"{file.name} must hold one JSON object.")
    return cast(Json, content)
