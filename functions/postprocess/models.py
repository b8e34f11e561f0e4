"""What the post-processing is given and what it gives back."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from functions.postprocess.figures import Metrics, StageTimes, Trigger
from functions.shared.logs import get_logger
from functions.shared.runs import shorten_repetitions, shorten_runs

Agent = Literal["audrey", "carole", "escalate"]
Sentiment = Literal["positive", "neutral", "negative"]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(shorten_runs)]

# A name that a log may hold: a sentence could say anything.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 40

log = get_logger(__name__)


class Strict(BaseModel):
    """A part of our own contract: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Lenient(BaseModel):
    """Another function's answer: what it adds later does not concern us."""

    model_config = ConfigDict(extra="ignore")


class HistoryMessage(Strict):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: Text
    agent: Agent | None = None


class Analysis(Lenient):
    """What the orchestrator read in the message."""

    intent: str = ""
    urgency: str | bool | None = None
    language: str = ""


class Decision(Lenient):
    """The answer of `/orchestrate`."""

    agent: Agent
    confidence: float = Field(ge=0, le=1)
    primary_need: str = ""
    logged_reasoning: str = Field(default="", max_length=300)
    decided_by: str = ""
    analysis: Analysis = Analysis()
    degraded: list[str] = []
    timings: StageTimes = StageTimes()


class Source(Lenient):
    """One passage that was retrieved."""

    filename: str
    title: str = ""
    chunk_id: str = ""
    similarity: float | None = None
    rerank_score: float | None = None


class Retrieval(Lenient):
    """The answer of `/rag`."""

    context: str = ""
    sources: list[Source] = []
    chunks_found: int = Field(default=0, ge=0)
    degraded: list[str] = []
    timings: StageTimes = StageTimes()


class Offer(Strict):
    """Something to propose, as marketers write it on the canvas."""

    offer: str = Field(min_length=1, max_length=100)
    trigger: Trigger
    agent: Literal["audrey", "carole", "any"] = "any"
    text: str = Field(min_length=1, max_length=500)
    url: str = Field(pattern=r"^https?://", max_length=500)
    max_per_conversation: int = Field(default=1, ge=0, le=100)


def leave_out_bad_offers(value: object) -> object:
    """Return the offers that keep the contract; one warning names the others and their wrong fields, never a value."""
    offers: list[object] = cast("list[object]", value) if isinstance(value, list) else [value]
    wrong = [_wrong_fields(offer) for offer in offers]
    if bad := [{"offer": _name(offers[at], at), "fields": fields} for at, fields in enumerate(wrong) if fields]:
        log.warning("offers_left_out", offers=bad)
    return [offer for offer, fields in zip(offers, wrong, strict=True) if not fields]


def _wrong_fields(offer: object) -> list[str]:
    try:
        Offer.model_validate(offer)
    except ValidationError as error:
        places = {str(one["loc"][0]) if one["loc"] else "" for one in error.errors()}
        return sorted({place if place in Offer.model_fields else "other" for place in places})
    return []


def _name(offer: object, at: int) -> str | int:
    name: object = cast("dict[str, object]", offer).get("offer") if isinstance(offer, dict) else None
    return name if isinstance(name, str) and len(name) <= LONGEST_SLUG and SLUG.fullmatch(name) else at


Offers = Annotated[list[Offer], BeforeValidator(leave_out_bad_offers), Field(max_length=100)]


class PostprocessRequest(Strict):
    """One turn after the model has written.

    `offers` replaces the built-in list, what is no offer is left out; `offers_made` names the offers of this
    conversation so far (null: not known); `degraded` names what failed before.
    """

    message: Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(shorten_runs)]
    response: Annotated[str, Field(max_length=20_000), AfterValidator(shorten_repetitions)]
    agent: Agent
    history: Annotated[list[HistoryMessage], Field(max_length=200)] = []
    decision: Decision | None = None
    rag: Retrieval | None = None
    turn_id: UUID
    conversation_id: UUID
    started_at: datetime
    offers: Offers | None = None
    offers_made: list[str] | None = None
    degraded: list[str] = []
    workflow_version: Annotated[str, Field(max_length=100)] | None = None

    @field_validator("started_at")
    @classmethod
    def assume_utc(cls, value: datetime) -> datetime:
        """Read a time without a zone as UTC."""
        return value if value.tzinfo else value.replace(tzinfo=UTC)


class Upsell(Strict):
    """The offer that the widget shows under the answer."""

    offer: str
    text: str
    url: str


class PostprocessResponse(Strict):
    """The widget's answer, and the metrics that are saved with it."""

    response: str
    agent: Agent
    confidence: float
    sources: list[str]
    conversation_id: UUID
    turn_id: UUID
    loop_detected: bool
    sentiment: Sentiment
    upsell: Upsell | None
    next_action: Literal["human_handoff"] | None
    degraded: list[str]
    metrics: Metrics
