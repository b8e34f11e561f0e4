"""The labelled messages, read from their files."""

import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.orchestrate.models import Agent, PastMessage
from functions.shared.text import fold

HERE = Path(__file__).parent
# The sets' words for a need, in the contract's words.
NEED_NAMES = {"followup": "follow_up", "smalltalk": "small_talk", "other_escalate": "other"}


@dataclass(frozen=True)
class Example:
    """One message with what should happen to it."""

    author: str
    message: str
    history: list[PastMessage]
    agent: Agent
    need: str
    urgent: bool


def read_set(pattern: str) -> list[Example]:
    """Return the examples of the files that fit the pattern, in the order of names and lines."""
    return [_example(json.loads(line)) for path in paths(pattern) for line in path.read_text("utf-8").splitlines()]


def read_training_set() -> list[Example]:
    """Return the training messages, those left out that also occur in the test set."""
    tested = {fold(one.message).strip() for one in [*read_set("test.jsonl"), *read_set("heldout.jsonl")]}
    return [example for example in read_set("train-*.jsonl") if fold(example.message).strip() not in tested]


def forget_agents(examples: list[Example], seed: int, share: float = 0.5) -> list[Example]:
    """Return the examples, a share of the conversations without the name of who answered."""
    chance = random.Random(seed)
    return [
        Example(**{**vars(one), "history": [past.model_copy(update={"agent": None}) for past in one.history]})
        if one.history and chance.random() < share
        else one
        for one in examples
    ]


def data_hash() -> str:
    """Return the SHA-256 of everything that training reads: messages and word lists."""
    words = HERE.parents[1] / "functions" / "orchestrate" / "words"
    digest = hashlib.sha256()
    for path in [*paths("*.jsonl"), *sorted(words.glob("*.txt"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def paths(pattern: str) -> list[Path]:
    """Return the files of this folder that fit the pattern, sorted."""
    return sorted(HERE.glob(pattern))


def _example(row: dict[str, Any]) -> Example:
    return Example(
        author=row["author"],
        message=row["message"],
        history=[PastMessage.model_validate(past) for past in row["history"]],
        agent=row["agent"],
        need=NEED_NAMES.get(row["need"], row["need"]),
        urgent=row["urgent"],
    )
