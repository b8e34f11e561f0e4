"""A folder of documents: its files, whose they are, and which of them have the name of another."""

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from functions.knowledge.models import AgentOwner

OWNERS: tuple[AgentOwner, ...] = get_args(AgentOwner)


def visible_files(folder: Path) -> list[Path]:
    """Return the files of a folder and its sub-folders, in a stable order, without read-mes and hidden ones."""
    found = (path for path in folder.rglob("*") if path.is_file())
    visible = (path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return sorted(path for path in visible if path.stem.lower() != "readme")


def owner_of(path: Path, folder: Path) -> AgentOwner | None:
    """Return the owner that the first sub-folder names, if it names one."""
    first = path.relative_to(folder).parts[0]
    return next((owner for owner in OWNERS if owner == first), None)


def namesakes(files: Iterable[Path]) -> dict[Path, Path]:
    """Return each file whose name an earlier one has, and that one: a document is known by its file name."""
    named: dict[str, Path] = {}
    earlier = {path: named.setdefault(path.name, path) for path in files}
    return {path: first for path, first in earlier.items() if first is not path}
