"""The search of one expert's knowledge, in one round trip to the database."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, ValidationError
from supabase import AsyncClient

from functions.rag.models import Question
from functions.shared.database import call
from functions.shared.errors import DatabaseUnavailable
from functions.shared.question_units import words_to_count
from functions.shared.word_counts import WordCounts, counts_by_stem


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
    boost: float
    """A person's wish: the passage's relevance_score, times 1 + 0.1 per step of priority above 1."""
    fused_score: float

    @property
    def text(self) -> str:
        """What a reranker reads: the heading path, then the passage."""
        return f"{self.heading_path}\n{self.content}"


class Found(BaseModel):
    """What the database answers."""

    passages: list[Candidate]
    words: dict[str, tuple[int, int]]


async def search(
    database: AsyncClient, question: Question, vector: Sequence[float] | None, model: str, threshold: float
) -> tuple[list[Candidate], WordCounts]:
    """Return candidates, own and shared, best first, and the counts of words; raise `DatabaseUnavailable`."""
    answer = await call(database, "search_knowledge", **search_arguments(question, vector, model, threshold))
    try:
        found = Found.model_validate(answer)
    except ValidationError as error:
        raise DatabaseUnavailable("La recherche a répondu dans une forme inconnue.") from error
    return found.passages, counts_by_stem(found.words)


def search_arguments(
    question: Question, vector: Sequence[float] | None, model: str, threshold: float
) -> dict[str, object]:
    """Return what the database is asked."""
    return {
        "agent": question.agent,
        "question": question.query,
        "words": words_to_count(question.query),
        "query_embedding": None if vector is None else _as_text(vector),
        "embedding_model": model,
        "match_threshold": threshold,
        "match_count": question.match_count,
    }


def _as_text(vector: Sequence[float]) -> str:
    return "[" + ",".join(f"{value:.6g}" for value in vector) + "]"
