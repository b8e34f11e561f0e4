"""Whether a visitor asks if she is talking with a machine: she always gets the truth, so code decides it, no model."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from functions.shared.spelling import closest
from functions.shared.text import WORD, fold

# Longer messages ask about the visitor's own work with such tools.
MAX_WORDS = 25
# Share of letters in common from which a word counts as the known one mistyped: one slip in "robot" or "humain".
SAME_WORD = 0.82


@dataclass(frozen=True)
class Wordings:
    """How people ask, what only looks like it, and the words whose typing slips are repaired first."""

    questions: tuple[re.Pattern[str], ...]
    guards: tuple[re.Pattern[str], ...]
    slips: tuple[str, ...]


def asks_if_ai(message: str) -> bool:
    """Say whether the message asks if a machine, or a person, is answering."""
    known, folded = wordings(), fold(message)
    if len(folded.split()) > MAX_WORDS:
        return False
    said = WORD.sub(lambda word: _repaired(word[0], known.slips), folded)
    if any(guard.search(said) for guard in known.guards):
        return False
    return any(question.search(said) for question in known.questions)


@cache
def wordings() -> Wordings:
    """Return the patterns of `ai_question.toml`."""
    data = tomllib.loads(files("functions.orchestrate").joinpath("ai_question.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = data["parts"]
    questions, guards = (
        tuple(re.compile(_filled(pattern, parts)) for pattern in data["question"][kind])
        for kind in ("patterns", "guards")
    )
    return Wordings(questions, guards, tuple(data["slips"]))


def _filled(pattern: str, parts: dict[str, str]) -> str:
    """Replace the names of parts, in parts of parts too."""
    while any("{" + name + "}" in pattern for name in parts):
        for name, part in parts.items():
            pattern = pattern.replace("{" + name + "}", part)
    return pattern


def _repaired(word: str, slips: tuple[str, ...]) -> str:
    if len(word) < 4 or word.rstrip("s") in slips:
        return word
    return closest(word, slips, SAME_WORD) or word
