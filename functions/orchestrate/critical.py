"""The needs that only a person may answer, recognised by code: the patterns and their guards are in `critical.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from functions.orchestrate.models import Intent
from functions.shared.text import fold


@dataclass(frozen=True)
class CriticalRule:
    """A need, what shows it, and what makes it doubtful."""

    need: Intent
    pattern: re.Pattern[str]
    guard: re.Pattern[str]


def critical_need(message: str) -> Intent | None:
    """Return the need that a pattern shows and no guard puts in doubt, the gravest first, or None."""
    said = fold(message)
    for rule in critical_rules():
        if rule.pattern.search(said) and not rule.guard.search(said):
            return rule.need
    return None


def mentions_critical(message: str) -> bool:
    """Say whether a pattern shows a critical need, guarded or not."""
    said = fold(message)
    return any(rule.pattern.search(said) for rule in critical_rules())


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
