"""Decides which committed flows may be written into n8n: what a marketer changed is never overwritten."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

Decision = Literal["write", "same", "edited", "conflict", "deleted"]


class Known(BaseModel):
    """Fingerprints of one flow at its last import or export: of the file, and of n8n's copy."""

    file: str
    running: str


class Imported(BaseModel):
    """What this data folder's n8n got from the repository so far."""

    workflows: dict[str, Known] = Field(default_factory=dict[str, Known])
    addresses: dict[str, int | str] = Field(default_factory=dict[str, int | str])
    """Settings whose values stand in n8n's copies of the flows."""
    credentials: dict[str, str] = Field(default_factory=dict[str, str])
    pending: list[str] = Field(default_factory=list[str])
    """Flows whose import was begun: an interrupted one is done again."""


def plan(
    files: Mapping[str, str], running: Mapping[str, str], imported: Imported, *, force: bool = False
) -> dict[str, Decision]:
    """Returns the decision for each committed flow, from fingerprints."""
    return {
        id: "write" if force or id in imported.pending else decide(file, running.get(id), imported.workflows.get(id))
        for id, file in files.items()
    }


def decide(file: str, running: str | None, known: Known | None) -> Decision:
    """Compares the file, n8n's copy now, and both at the last import."""
    if running == file:
        return "same"
    if known is None:
        return "write" if running is None else "conflict"
    if running is None:
        return "deleted"
    if running == known.running:
        return "same" if file == known.file else "write"
    return "edited" if file == known.file else "conflict"


def after(
    decisions: Mapping[str, Decision], files: Mapping[str, str], running: Mapping[str, str], imported: Imported
) -> Imported:
    """Returns what is known once the decisions are carried out."""
    settled = {
        id: Known(file=files[id], running=running[id])
        for id, decision in decisions.items()
        if decision in ("write", "same") and id in running
    }
    return imported.model_copy(update={"workflows": {**imported.workflows, **settled}, "pending": []})
