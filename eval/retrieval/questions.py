"""The labelled sets: our own questions over the demo knowledge, and a public French set where it is present."""

import json
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from functions.knowledge.models import AgentOwner

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = ROOT / "knowledge"
HELD_OUT = Path(__file__).with_name("heldout.jsonl")
DEMO = (Path(__file__).with_name("demo.jsonl"), Path(__file__).with_name("unanswerable.jsonl"))
PUBLIC = ROOT.parent / "shared" / "data" / "retrieval_fr_piaf"


@dataclass(frozen=True)
class Labelled:
    """A question, who is asked, and the files that answer; no file means that nothing answers."""

    id: str
    agent: AgentOwner
    question: str
    gold: frozenset[str]
    kind: str

    @property
    def is_for_calibration(self) -> bool:
        """Half of the questions choose figures, by a hash of their id; the other half judges them."""
        return zlib.crc32(self.id.encode()) % 2 == 0


@dataclass(frozen=True)
class File:
    """A document of a set."""

    name: str
    owner: AgentOwner
    content: bytes


@dataclass(frozen=True)
class QuestionSet:
    """A base and the questions about it."""

    name: str
    files: list[File]
    questions: list[Labelled]


def demo_set() -> QuestionSet:
    """Return our questions over `knowledge/`."""
    files = [
        File(path.name, owner, path.read_bytes())
        for owner in ("audrey", "carole", "shared")
        for path in sorted((KNOWLEDGE / owner).glob("*.md"))
    ]
    return QuestionSet("demo", files, [one for path in DEMO for one in _labelled(path)])


def held_out_set() -> QuestionSet:
    """Return the questions in another style over `knowledge/` that calibrate nothing."""
    return replace(demo_set(), name="held out", questions=_labelled(HELD_OUT))


def public_set(folder: Path, every: int) -> QuestionSet | None:
    """Return the public set, every n-th question of it, or None where its folder is absent."""
    if not (folder / "passages.jsonl").exists():
        return None
    passages = [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    files = [File(f"{one['id']}.md", "shared", f"# {one['title']}\n\n{one['text']}".encode()) for one in passages]
    questions = [
        Labelled(row["id"], "audrey", row["question"], frozenset({f"{row['gold']}.md"}), "public")
        for row in rows[::every]
    ]
    return QuestionSet("public", files, questions)


def _labelled(path: Path) -> list[Labelled]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Labelled(row["id"], row["agent"], row["question"], frozenset(row["gold"]), row["kind"]) for row in rows]
