"""Whose document it is: the rules of the table `ownership_rules` vote with the file's name and its text."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, TypeAdapter

from functions.knowledge.models import AgentOwner
from functions.shared.text import words

NAMES = {"audrey": "Audrey", "carole": "Carole"}
MIN_VOTES = 2.0
CLEAR_LEAD = 1.5
HALF_STRENGTH = 2  # mentions at which a word in the text has half its weight: a long text may repeat one word


class OwnershipRule(BaseModel):
    """One row of the table: words that start like `pattern` in `field` vote with `weight` for `owner`."""

    pattern: str
    field: Literal["filename", "content"]
    owner: Literal["audrey", "carole"]
    tag: str
    weight: float


RULES = TypeAdapter(list[OwnershipRule])


class Ownership(BaseModel):
    """The decision, and why in French."""

    agent_owner: AgentOwner
    tags: list[str]
    reason: str


def decide_ownership(rules: Sequence[OwnershipRule], filename: str, text: str) -> Ownership:
    """Return the owner with clearly more votes, `shared` when both or neither have them, and the tags that fit."""
    folded = {"filename": _comparable(filename), "content": _comparable(text)}
    votes = dict.fromkeys(NAMES, 0.0)
    tags: dict[tuple[str, str], float] = {}
    patterns: dict[tuple[str, str], float] = {}
    for rule in rules:
        strength = _strength(rule, folded[rule.field])
        votes[rule.owner] += strength
        for tally, key in ((tags, (rule.owner, rule.tag)), (patterns, (rule.owner, rule.pattern))):
            tally[key] = tally.get(key, 0.0) + strength
    owner = _winner(votes)
    return Ownership(agent_owner=owner, tags=_best(tags, owner), reason=_reason(owner, votes, _best(patterns, owner)))


def _comparable(text: str) -> str:
    return f" {' '.join(words(text))}"


def _strength(rule: OwnershipRule, text: str) -> float:
    seen = text.count(" " + " ".join(words(rule.pattern)))
    if rule.field == "filename":
        return rule.weight if seen else 0.0
    return rule.weight * seen / (seen + HALF_STRENGTH)


def _winner(votes: dict[str, float]) -> AgentOwner:
    if votes["audrey"] >= max(MIN_VOTES, CLEAR_LEAD * votes["carole"]):
        return "audrey"
    if votes["carole"] >= max(MIN_VOTES, CLEAR_LEAD * votes["audrey"]):
        return "carole"
    return "shared"


def _best(tally: dict[tuple[str, str], float], owner: AgentOwner, limit: int = 5) -> list[str]:
    fitting = {name: strength for (of, name), strength in tally.items() if strength and owner in (of, "shared")}
    return sorted(fitting, key=lambda name: (-fitting[name], name))[:limit]


def _reason(owner: AgentOwner, votes: dict[str, float], patterns: list[str]) -> str:
    if owner != "shared":
        return f"Mots reconnus pour {NAMES[owner]} : {', '.join(patterns)}."
    if max(votes.values()) < MIN_VOTES:
        return "Trop peu de mots propres à Audrey ou à Carole : document partagé."
    return f"Mots des deux expertes ({', '.join(patterns)}) : document partagé."
