"""What is measured of a turn: stored with its answer, logged in its line; never a text of the visitor's."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from functions.postprocess.loop import LoopKind
from functions.shared.output_guard import GuardKind

Trigger = Literal["price", "training", "done_for_you", "overwhelmed"]


class StageTimes(BaseModel):
    """Milliseconds of each stage that ran, as the functions told; the writer's stand in `llm_calls`."""

    model_config = ConfigDict(extra="ignore")

    router_ms: float | None = None
    embed_ms: float | None = None
    search_ms: float | None = None
    rerank_ms: float | None = None
    postprocess_ms: float | None = None


class LoopMetrics(BaseModel):
    """Whether the conversation turns, and how."""

    detected: bool
    kind: LoopKind | None


class Reranked(BaseModel):
    """A passage that the answer could rest on; relevance 0 to 1, none without a reranker."""

    chunk_id: str
    relevance: float | None


class Metrics(BaseModel):
    """Figures of the turn, for the database; lengths in characters, times in milliseconds."""

    loop: LoopMetrics
    frustrated: bool
    total_ms: int
    word_count: int
    changes: list[str]
    guard: list[GuardKind]
    confidence: float
    chunks_found: int
    decided_by: str | None
    intent: str | None
    trigger: Trigger | None
    message_length: int
    response_length: int
    reasoning: str | None
    reranked: list[Reranked]
    timings: StageTimes = StageTimes()
    workflow_version: str | None
