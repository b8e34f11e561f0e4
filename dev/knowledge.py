"""Loads the knowledge folder through the functions, one document per file."""

from collections import Counter
from pathlib import Path

import httpx

from dev.settings import Settings
from functions.knowledge.folder import namesakes, owner_of, visible_files

PATIENCE = 120.0


def load(settings: Settings) -> None:
    """Posts each file and prints how many are new, changed or known; a file that is refused stops nothing."""
    headers = {"Authorization": f"Bearer {settings.functions_token}"}
    with httpx.Client(base_url=settings.functions_url, headers=headers, timeout=PATIENCE, trust_env=False) as client:
        results = Counter(load_folder(client, settings.knowledge_dir))
    counts = ", ".join(f"{count} {status}" for status, count in sorted(results.items())) or "no document"
    print(f"  knowledge: {counts}", flush=True)


def load_folder(client: httpx.Client, folder: Path) -> list[str]:
    """Returns what became of each file; a second one of the same name would replace the first, and is refused."""
    files = visible_files(folder)
    earlier = namesakes(files)
    results: list[str] = []
    for file in files:
        if same := earlier.get(file):
            results.append(refuse(file, folder, f"{same.relative_to(folder)} has the same name, rename one of them"))
        else:
            results.append(post(client, file, folder))
    return results


def post(client: httpx.Client, file: Path, folder: Path) -> str:
    """Returns what became of one file; the functions say which formats they read."""
    agent_owner = owner_of(file, folder)
    try:
        answer = client.post(
            "/knowledge/documents",
            files={"file": (file.name, file.read_bytes())},
            data={"agent_owner": agent_owner} if agent_owner else {},
        )
        if answer.is_client_error:
            return refuse(file, folder, answer.json()["detail"])
        answer.raise_for_status()
        return str(answer.json()["status"])
    except (httpx.HTTPError, OSError, ValueError, KeyError) as error:
        return refuse(file, folder, str(error))


def refuse(file: Path, folder: Path, reason: str) -> str:
    print(f"  {file.relative_to(folder)} was not loaded: {reason:.200}", flush=True)
    return "refused"
