"""What the router model answered: found in whatever it wrote around it, then held to the contract."""

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from functions.orchestrate.models import Agent, Intent, Urgency

MAX_REASONING = 300
MAX_ATTEMPTS = 20
INTENT_NAMES = {"followup": "follow_up", "smalltalk": "small_talk", "person": "human"}
URGENCY_NAMES = {"medium": "normal", "moderate": "normal", "urgent": "high", "critical": "high", "none": "low"}


class MalformedVerdict(ValueError):  # noqa: N818 - the contract's word
    """The model's text holds no verdict that fits the contract."""


def _plain_name(value: object) -> object:
    return re.sub(r"[\s-]+", "_", value.strip().lower()) if isinstance(value, str) else value


def _share(value: object) -> object:
    """`"0,9"`, `"90 %"` and 90 mean 0.9."""
    text = str(value).strip().replace(",", ".") if isinstance(value, str | int | float) else ""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", text)
    if not found or isinstance(value, bool):
        return value
    number = float(found[1])
    return number / 100 if found[2] or 1 < number <= 100 else number


def _known_intent(value: object) -> object:
    name = _plain_name(value)
    name = INTENT_NAMES.get(name, name) if isinstance(name, str) else None
    return name if name in get_args(Intent) else None


def _known_urgency(value: object) -> object:
    name = _plain_name(value)
    name = URGENCY_NAMES.get(name, name) if isinstance(name, str) else None
    return name if name in get_args(Urgency) else None


def _first_line(value: object) -> object:
    return " ".join(value.split())[:MAX_REASONING] if isinstance(value, str) else ""


class LlmVerdict(BaseModel):
    """The verdict; only the agent and the confidence have to be there, and in their bounds."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    reasoning: Annotated[str, BeforeValidator(_first_line), StringConstraints(max_length=MAX_REASONING)] = ""
    primary_need: Annotated[Intent | None, BeforeValidator(_known_intent)] = None
    urgency: Annotated[Urgency | None, BeforeValidator(_known_urgency)] = None
    agent: Annotated[Agent, BeforeValidator(_plain_name)]
    confidence: Annotated[float, BeforeValidator(_share), Field(ge=0, le=1, strict=True)]


def read_verdict(text: str) -> LlmVerdict:
    """Return the last verdict in a model's text, fences and prose around it ignored; raise `MalformedVerdict`."""
    for candidate in reversed(list(_objects(text))):
        try:
            return LlmVerdict.model_validate(candidate)
        except ValidationError:
            continue
    raise MalformedVerdict("no verdict in the model's text")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder, start = json.JSONDecoder(), text.find("{")
    for _ in range(MAX_ATTEMPTS):
        if start < 0:
            return
        try:
            found, end = decoder.raw_decode(text, start)
        except ValueError:
            found, end = None, start + 1
        if isinstance(found, dict):
            yield found
        start = text.find("{", end)
