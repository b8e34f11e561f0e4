"""Loads the knowledge folder through the functions, one document per file."""

from collections import Counter
from pathlib import Path

import httpx

from dev.settings import Settings

OWNERS = ("audrey", "carole", "shared")
TEXTS = (".md", ".txt")
PATIENCE = 60.0


def load(settings: Settings) -> None:
    """Posts each file and prints how many are new, changed or known; a file that is refused stops nothing."""
    results: Counter[str] = Counter()
    headers = {"Authorization": f"Bearer {settings.functions_token}"}
    with httpx.Client(base_url=settings.functions_url, headers=headers, timeout=PATIENCE, trust_env=False) as client:
        for file in files(settings.knowledge_dir):
            results[post(client, file, settings.knowledge_dir)] += 1
    counts = ", ".join(f"{count} {status}" for status, count in sorted(results.items())) or "no document"
    print(f"  knowledge: {counts}", flush=True)


def files(folder: Path) -> list[Path]:
    """Returns the documents of a folder and its sub-folders, in a stable order."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in TEXTS and path.is_file())
    return sorted(path for path in found if path.stem.lower() != "readme")


def owner(file: Path, folder: Path) -> str | None:
    """The first sub-folder tells whose document it is; elsewhere the functions decide."""
    first = file.relative_to(folder).parts[0]
    return first if first in OWNERS else None


def body(file: Path, folder: Path) -> dict[str, str]:
    """Returns the request for one file."""
    content = {"filename": file.name, "text": file.read_text(encoding="utf-8")}
    agent_owner = owner(file, folder)
    return {**content, "agent_owner": agent_owner} if agent_owner else content


def post(client: httpx.Client, file: Path, folder: Path) -> str:
    try:
        answer = client.post("/knowledge/documents", json=body(file, folder))
        answer.raise_for_status()
        return str(answer.json()["status"])
    except (httpx.HTTPError, ValueError, KeyError) as error:
        print(f"  {file.relative_to(folder)} was not loaded: {error!s:.200}", flush=True)
        return "refused"
