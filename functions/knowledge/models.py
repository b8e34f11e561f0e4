"""The requests and answers of the knowledge routes."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

AgentOwner = Literal["audrey", "carole", "shared"]
Status = Literal["created", "updated", "unchanged"]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=40)]
Category = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Filename = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Choice(BaseModel):
    """What a person may decide about a document; what is left out is decided by rule, or stays as it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agent_owner: AgentOwner | None = None
    tags: list[Tag] | None = Field(default=None, max_length=20)
    category: Category | None = None
    priority: int | None = Field(default=None, ge=0, le=5)
    """0 to 5; 1 is ordinary, each step above lifts the fused score by 10 %."""


class PastedDocument(Choice):
    """A text with the name it is stored under, or the address of a page to read."""

    filename: Filename | None = None
    """Ends in the kind of its text (`.md`, `.txt`, `.html`, `.csv`); identifies the document when it comes again."""
    text: str | None = Field(default=None, min_length=1, max_length=10_000_000)
    url: str | None = Field(default=None, min_length=1, max_length=2_000)
    """http or https, on the public internet."""

    @model_validator(mode="after")
    def one_source(self) -> Self:
        """Refuse a body that has both a text and an address, or neither, or a text without a name."""
        if (self.text is None) == (self.url is None):
            raise ValueError("give either text or url")
        if self.text is not None and self.filename is None:
            raise ValueError("a text needs a filename")
        return self


class IngestedDocument(BaseModel):
    """What was understood and stored."""

    document_id: UUID
    filename: str
    title: str
    agent_owner: AgentOwner
    decided_by: Literal["person", "rule"]
    reason: str
    """Why this owner, in French, for the marketer."""
    tags: list[str]
    category: str | None
    priority: int
    chunks: int
    """Passages of the document now."""
    embedded: int = 0
    """Passages whose vector had to be computed this time."""
    embedding_cost_usd: float = 0.0
    """Real cost of those vectors; 0 with a local model."""
    status: Status


class StoredDocument(BaseModel):
    """One line of the list of documents."""

    document_id: UUID
    filename: str
    title: str
    agent_owner: AgentOwner
    tags: list[str]
    category: str | None
    priority: int
    chunks: int


class RemovedDocument(BaseModel):
    """What a removal took away."""

    document_id: UUID
    filename: str
    chunks: int
