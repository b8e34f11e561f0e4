"""Who has the last word about a document: a person now, a person before, then the rules."""

from typing import Literal

from pydantic import BaseModel

from functions.knowledge.models import AgentOwner, Choice
from functions.knowledge.ownership import NAMES, Ownership


class Settlement(BaseModel):
    """What is stored about a document beside its text."""

    agent_owner: AgentOwner
    decided_by: Literal["person", "rule"]
    reason: str
    tags: list[str]
    category: str | None
    priority: int
    chosen: Choice
    """Everything that a person decided so far: it still holds when the file comes again without a choice."""


def settle(now: Choice, before: Choice, by_rule: Ownership) -> Settlement:
    """Return what holds for a document."""
    chosen = Choice.model_validate({**_given(before), **_given(now)})
    by_person = chosen.agent_owner is not None
    return Settlement(
        agent_owner=chosen.agent_owner or by_rule.agent_owner,
        decided_by="person" if by_person else "rule",
        reason=f"Choix d'une personne : {_name(chosen.agent_owner)}." if by_person else by_rule.reason,
        tags=by_rule.tags if chosen.tags is None else list(dict.fromkeys(chosen.tags)),
        category=chosen.category,
        priority=1 if chosen.priority is None else chosen.priority,
        chosen=chosen,
    )


def _given(choice: Choice) -> dict[str, object]:
    fields = ("agent_owner", "tags", "category", "priority")
    return {name: value for name in fields if (value := getattr(choice, name)) is not None}


def _name(owner: AgentOwner | None) -> str:
    return NAMES.get(owner or "", "partagé par les deux expertes")
