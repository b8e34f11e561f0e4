"""The request and the answer of `/rag`."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from functions.shared.runs import shorten_runs
from functions.shared.text import trim

Agent = Literal["audrey", "carole"]
Degradation = Literal["embeddings", "rerank", "knowledge"]


class Question(BaseModel):
    """What an expert looks for in her knowledge."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: Annotated[
        str, BeforeValidator(trim), StringConstraints(min_length=1, max_length=4000), AfterValidator(shorten_runs)
    ]
    agent: Agent
    top_n: int = Field(default=3, ge=1, le=10)
    """At most so many sources."""
    match_count: int = Field(default=20, ge=1, le=100)
    """Candidates that the search hands to the reranker."""
    match_threshold: float | None = Field(default=None, ge=-1, le=1)
    """Cosine under which a vector is no candidate; by default the calibrated one of the embedding model."""
    intent: str | None = Field(default=None, max_length=40)
    """The router's; `small_talk` needs no retrieval."""
    turn_id: UUID | None = None


class Source(BaseModel):
    """A passage that was quoted."""

    filename: str
    title: str
    chunk_id: UUID
    similarity: float | None
    """Cosine with the question, -1 to 1; none when the passage was found by its words alone."""
    rerank_score: float | None
    """Relevance, 0 to 1; none when the reranker failed."""


class Timings(BaseModel):
    """How long each stage took, in milliseconds; none for a stage that was not needed."""

    embed_ms: float | None = None
    search_ms: float | None = None
    rerank_ms: float | None = None


class Retrieval(BaseModel):
    """The passages ready for the prompt, where they come from, and what was replaced on the way."""

    context: str
    sources: list[Source]
    chunks_found: int
    """Candidates before reranking."""
    degraded: list[Degradation]
    timings: Timings = Timings()
