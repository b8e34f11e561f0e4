"""What the team's pages are drawn from: rows of the SQL functions `team_desk` and `knowledge_gaps`."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Agent = Literal["audrey", "carole", "escalate"]
Role = Literal["user", "assistant", "team", "notice"]
GapReason = Literal["no_source", "thumbs_down", "out_of_scope"]
Outcome = Literal["reply", "give_back", "close", "refused"]


class Row(BaseModel):
    """A row of the database: a column more there must not take the team's page away here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Upsell(Row):
    """An offer that was shown with an answer."""

    text: str
    url: str


class Message(Row):
    """One message of a conversation, as the widget shows it."""

    role: Role
    content: str
    agent: Agent | None
    sources: list[str]
    upsell: Upsell | None = None
    feedback: Literal["up", "down"] | None = None
    created_at: AwareDatetime


class Thread(Row):
    """A conversation's messages in order, and who answers in it now."""

    status: Literal["bot", "human", "closed"]
    messages: list[Message]


class Waiting(Row):
    """A conversation in the list."""

    conversation_id: UUID
    reason: str
    summary: str
    status: Literal["waiting", "taken"]
    contact_email: str | None
    last_message: str | None
    created_at: AwareDatetime


class OpenConversation(Row):
    """The conversation that a colleague reads."""

    conversation_id: UUID
    desk_key: UUID
    """Goes back with each act: a form of another site does not know it."""
    reason: str
    summary: str
    contact_email: str | None
    page_url: str | None
    thread: Thread


class TeamDesk(BaseModel):
    """The team's page: what SQL `team_desk` returned, and what the colleague just did."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    waiting: list[Waiting]
    open: OpenConversation | None
    outcome: Outcome | None = None
    paused: bool = False
    """The list does not refresh itself."""


class Gap(Row):
    """A question that the knowledge did not answer well."""

    reasons: list[GapReason] = Field(min_length=1)
    agent: Agent | None
    question: str
    asked_at: AwareDatetime


class KnowledgeGaps(BaseModel):
    """The gaps page: what SQL `knowledge_gaps` returned, newest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gaps: list[Gap] = Field(max_length=500)
    since_days: int = Field(ge=1, le=366)
