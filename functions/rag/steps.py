"""How passages are found, from top to bottom; a dependency that fails is replaced and named in `degraded`."""

import secrets
from collections.abc import Sequence

from functions.rag.ahead import searched_ahead
from functions.rag.calibration import match_threshold, relevance_floor
from functions.rag.duplicates import without_near_duplicates
from functions.rag.models import Degradation, Question, Retrieval, Source, Timings
from functions.rag.relevance import relevant
from functions.rag.search import Candidate, search
from functions.shared.clients import Clients
from functions.shared.errors import DatabaseUnavailable, ProviderFailure
from functions.shared.facts import note, noted_times, step
from functions.shared.quotation import KNOWLEDGE_AWAY, Passage, quote
from functions.shared.reranking import LocalReranker
from functions.shared.word_counts import WordCounts

LOCAL_RERANKER = LocalReranker()

SMALL_TALK = "small_talk"
NO_RESOURCE_NEEDED = "Ce message est une politesse : réponds simplement, sans citer de ressource."

# A candidate and its relevance, none when it was not reranked.
Ranked = tuple[Candidate, float | None]


async def retrieve(clients: Clients, question: Question) -> Retrieval:
    """Return what the expert may answer from, or the honest sentence that there is nothing."""
    if question.intent == SMALL_TALK:
        note(chunks_found=0, sources=0)
        return Retrieval(context=NO_RESOURCE_NEEDED, sources=[], chunks_found=0, degraded=[])
    degraded: list[Degradation] = []
    vector = await _embed(clients, question, degraded)
    candidates, counts = await _search(clients, question, vector, degraded)
    distinct = without_near_duplicates(candidates, lambda candidate: candidate.content)
    ranked = await _rerank(clients, question, distinct, counts, degraded)
    chosen = ranked[: question.top_n]
    note(chunks_found=len(candidates), sources=len(chosen), degraded=degraded)
    if "knowledge" in degraded:
        return Retrieval(context=KNOWLEDGE_AWAY, sources=[], chunks_found=0, degraded=degraded)
    return Retrieval(
        context=quote([_passage(candidate) for candidate, _ in chosen], secrets.token_hex(8)),
        sources=[_source(candidate, relevance) for candidate, relevance in chosen],
        chunks_found=len(candidates),
        degraded=degraded,
        timings=Timings(**noted_times("embed", "search", "rerank")),
    )


async def _embed(clients: Clients, question: Question, degraded: list[Degradation]) -> list[float] | None:
    try:
        with step("embed"):
            return await clients.embeddings.embedded(question.query)
    except ProviderFailure as failure:
        note(embeddings_failure=failure.kind)
        degraded.append("embeddings")
        return None


async def _search(
    clients: Clients, question: Question, vector: list[float] | None, degraded: list[Degradation]
) -> tuple[list[Candidate], WordCounts]:
    model = clients.embedder.model
    threshold = match_threshold(model) if question.match_threshold is None else question.match_threshold
    try:
        with step("search"):
            ready = await searched_ahead(clients, question)
            return ready or await search(clients.database, question, vector, model, threshold)
    except DatabaseUnavailable:
        degraded.append("knowledge")
        return [], WordCounts(0, {})


async def _rerank(
    clients: Clients,
    question: Question,
    distinct: Sequence[Candidate],
    counts: WordCounts,
    degraded: list[Degradation],
) -> Sequence[Ranked]:
    """Return what is relevant enough, best first; without the reranker what the local one keeps, in the search's order.

    The fused order says which passage is nearest, never that it is near: a floor is needed all the same.
    """
    if not distinct:
        return []
    try:
        with step("rerank"):
            scores = await clients.reranker.score(question.query, [one.text for one in distinct], counts)
    except ProviderFailure as failure:
        note(rerank_failure=failure.kind)
        degraded.append("rerank")
        scores = await LOCAL_RERANKER.score(question.query, [one.text for one in distinct], counts)
        kept = relevant(list(zip(distinct, scores, strict=True)), relevance_floor(LOCAL_RERANKER.model))
        return [(candidate, None) for candidate in distinct if candidate.id in {one.id for one, _ in kept}]
    note(best_relevance=max(scores))
    return relevant(list(zip(distinct, scores, strict=True)), relevance_floor(clients.reranker.model))


def _passage(candidate: Candidate) -> Passage:
    return Passage(
        title=candidate.title,
        filename=candidate.filename,
        heading_path=candidate.heading_path + (f" (page {candidate.page})" if candidate.page else ""),
        text=candidate.content,
    )


def _source(candidate: Candidate, relevance: float | None) -> Source:
    return Source(
        filename=candidate.filename,
        title=candidate.title,
        chunk_id=candidate.id,
        similarity=candidate.similarity,
        rerank_score=relevance,
    )
