"""How passages are found, from top to bottom."""

import secrets

from functions.rag.models import Question, Retrieval, Source
from functions.rag.search import Candidate, search
from functions.shared.clients import Clients
from functions.shared.errors import DatabaseUnavailable, ProviderFailure
from functions.shared.facts import note, step
from functions.shared.quotation import Passage, quote


async def retrieve(clients: Clients, question: Question) -> Retrieval:
    """Return what the expert may answer from; a dependency that fails is replaced and named in `degraded`."""
    if question.intent == "small_talk":
        return Retrieval(context="", sources=[], chunks_found=0, degraded=[])
    degraded = []
    vector = None
    try:
        with step("embed"):
            [vector] = await clients.embedder.embed([question.query])
    except ProviderFailure:
        degraded.append("embeddings")
    try:
        with step("search"):
            candidates = await search(clients.database, question.agent, question.query, vector, clients.embedder.model, question.match_threshold or 0.0, question.match_count)
    except DatabaseUnavailable:
        candidates = []
        degraded.append("knowledge")
    scores = await clients.reranker.score(question.query, [f"{c.heading_path}\n{c.content}" for c in candidates])
    ranked = sorted(zip(candidates, scores), key=lambda pair: -pair[1])[: question.top_n]
    context = quote([Passage(title=c.title, filename=c.filename, heading_path=c.heading_path, text=c.content) for c, _ in ranked], secrets.token_hex(4))
    sources = [Source(filename=c.filename, title=c.title, chunk_id=c.id, similarity=c.similarity, rerank_score=s) for c, s in ranked]
    return Retrieval(context=context, sources=sources, chunks_found=len(candidates), degraded=degraded)
