"""The request and the answer of `/orchestrate`."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from functions.shared.logs import get_logger
from functions.shared.runs import shorten_runs
from functions.shared.text import trim

Agent = Literal["audrey", "carole", "escalate"]
Expert = Literal["audrey", "carole"]
Intent = Literal[
    "automation",  # Audrey's trade
    "content",  # Carole's trade
    "mixed",  # both trades in one message
    "follow_up",  # goes on with the conversation's theme
    "small_talk",  # no question: no retrieval, never escalated
    "price",  # what the agency itself costs: an expert answers with the offers
    "ai_question",  # "are you a robot?": answered by the canvas, truthfully (EU AI Act, article 50)
    "human",  # a person is asked for
    "refund",
    "complaint",
    "health",
    "distress",
    "legal",
    "out_of_scope",  # nothing to do with the agency's trade
    "other",  # account, invoice of the agency, press, partnership, job
    "low_confidence",  # the decision was less sure than the threshold
]
Urgency = Literal["low", "normal", "high"]
Language = Literal["fr", "en", "es", "it", "de", "pt", "nl", "other"]

INTENTS: tuple[Intent, ...] = get_args(Intent)
EXPERT_INTENTS: tuple[Intent, ...] = (
    "automation",
    "content",
    "mixed",
    "follow_up",
    "small_talk",
    "price",
    "ai_question",
)
CRITICAL_INTENTS: tuple[Intent, ...] = ("human", "refund", "complaint", "health", "distress", "legal")


log = get_logger(__name__)


def read_threshold(value: object) -> float | None:
    """Return a share of 1, read as per cent above 1; None, with a warning, for what is neither."""
    if value is None:
        return None
    try:
        share = float(str(value).replace(",", "."))
    except ValueError:
        share = -1.0
    if 1 < share <= 100:
        share /= 100
    if 0 <= share <= 1:
        return share
    log.warning("threshold_left_out")
    return None


class PastMessage(BaseModel):
    """One message of the conversation so far."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=20_000), AfterValidator(shorten_runs)]
    agent: Agent | None = None
    """Who wrote it, when the caller knows; a person's or an escalation's message counts for no expert."""


# A marketer writes it on the canvas, where a wrong value would hand every visitor to a person.
Threshold = Annotated[Annotated[float, Field(ge=0, le=1)] | None, BeforeValidator(read_threshold)]


class Turn(BaseModel):
    """A message to route, and what was said before it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    message: Annotated[
        str, BeforeValidator(trim), StringConstraints(min_length=1, max_length=4000), AfterValidator(shorten_runs)
    ]
    history: list[PastMessage] = Field(default=[], max_length=50)
    """Oldest first."""
    turn_id: UUID | None = None
    threshold: Threshold = None
    """Confidence under which a person takes over; by default the setting's."""


class Analysis(BaseModel):
    """What the message is about, for the workflow's own branches."""

    intent: Intent
    """Of an escalation: its kind."""
    urgency: Urgency
    language: Language


class Timings(BaseModel):
    """How long it took, in milliseconds."""

    router_ms: float | None = None


class Decision(BaseModel):
    """Who answers, and why."""

    agent: Agent
    confidence: float = Field(ge=0, le=1)
    """Calibrated share of such decisions that are right; 0 to 1."""
    primary_need: str
    """In French, for a person who reads the conversation."""
    secondary_needs: list[str]
    reasoning: str
    """One French sentence."""
    logged_reasoning: str
    """Our own sentence for such a decision: unlike a model's, it cannot quote the visitor."""
    analysis: Analysis
    decided_by: Literal["rule", "local", "llm"]
    degraded: list[Literal["router_llm"]]
    timings: Timings = Timings()
