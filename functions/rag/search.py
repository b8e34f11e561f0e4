"""The search of one expert's knowledge, in one round trip to the database."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, TypeAdapter
from supabase import AsyncClient

from functions.rag.models import Agent
from functions.shared.database import call


class Candidate(BaseModel):
    """A passage that may answer."""

    id: UUID
    document_id: UUID
    filename: str
    title: str
    heading_path: str
    page: int | None
    content: str
    similarity: float | None
    fused_score: float


CANDIDATES = TypeAdapter(list[Candidate])


async def search(
    database: AsyncClient, agent: Agent, question: str, vector: Sequence[float] | None, model: str,
    threshold: float, count: int,
) -> list[Candidate]:
    """Return the best candidates first, own and shared; raise `DatabaseUnavailable`."""
    found = await call(
        database,
        "search_passages",
        agent=agent,
        question=question,
        query_embedding=None if vector is None else str(list(vector)),
        embedding_model=model,
        match_threshold=threshold,
        match_count=count,
    )
    return CANDIDATES.validate_python(found)
