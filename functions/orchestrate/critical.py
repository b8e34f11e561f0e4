"""The needs that only a person may answer, recognised by code: the patterns and their guards are in `critical.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from functions.orchestrate.models import Intent
from functions.shared.text import fold

SENTENCE_END = re.compile(r"(?<=[.!?\n])\s+")


@dataclass(frozen=True)
class CriticalRule:
    """A need, what shows it, and what makes it doubtful."""

    need: Intent
    pattern: re.Pattern[str]
    guard: re.Pattern[str]


@dataclass(frozen=True)
class CriticalReading:
    """What the patterns see in a message."""

    need: Intent | None
    """The gravest need that no guard puts in doubt."""
    is_mentioned: bool
    """Whether any pattern fits, guarded or not."""


def read_critical(message: str) -> CriticalReading:
    """Return the critical need that a message shows, and whether it mentions one at all."""
    said, is_mentioned = fold(message), False
    for rule in critical_rules():
        if rule.pattern.search(said):
            is_mentioned = True
            if not rule.guard.search(said) or any(_shows(rule, sentence) for sentence in SENTENCE_END.split(said)):
                return CriticalReading(rule.need, is_mentioned)
    return CriticalReading(None, is_mentioned)


def _shows(rule: CriticalRule, sentence: str) -> bool:
    """Say if a sentence shows the need beyond doubt; a look-alike two sentences further casts none."""
    return not rule.guard.search(sentence) and bool(rule.pattern.search(sentence))


@cache
def critical_rules() -> tuple[CriticalRule, ...]:
    """Return the rules, the gravest need first."""
    data = tomllib.loads(files("functions.orchestrate").joinpath("critical.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = data["parts"]
    return tuple(
        CriticalRule(one["name"], _join(one["patterns"], parts), _join(one["guards"], parts)) for one in data["need"]
    )


def _join(patterns: list[str], parts: dict[str, str]) -> re.Pattern[str]:
    joined = "|".join(patterns)
    for name, part in parts.items():
        joined = joined.replace("{" + name + "}", part)
    return re.compile(joined)
