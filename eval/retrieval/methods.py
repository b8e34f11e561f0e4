"""The ways of searching that are compared, each through the real functions on the real base."""

import asyncio
from collections.abc import Awaitable, Callable

from eval.retrieval.questions import Labelled, QuestionSet
from functions.knowledge.models import Choice
from functions.knowledge.steps import ingest
from functions.rag.calibration import match_threshold
from functions.rag.models import Question
from functions.rag.search import search
from functions.rag.steps import retrieve
from functions.shared.clients import Clients

DEPTH = 10
AT_ONCE = 4

Method = Callable[[Clients, Labelled], Awaitable[list[str]]]


async def vector(clients: Clients, question: Labelled) -> list[str]:
    """Nearest vectors alone."""
    return await _searched(clients, question, words=False, meaning=True)


async def full_text(clients: Clients, question: Labelled) -> list[str]:
    """French full-text search alone."""
    return await _searched(clients, question, words=True, meaning=False)


async def hybrid(clients: Clients, question: Labelled) -> list[str]:
    """Both, fused."""
    return await _searched(clients, question, words=True, meaning=True)


async def hybrid_and_rerank(clients: Clients, question: Labelled) -> list[str]:
    """What /rag answers, its floor included."""
    found = await retrieve(clients, Question(query=question.question, agent=_agent(question), top_n=DEPTH))
    return [source.filename for source in found.sources]


METHODS: dict[str, Method] = {
    "vector": vector,
    "full text": full_text,
    "hybrid": hybrid,
    "hybrid + rerank": hybrid_and_rerank,
}


async def fill(clients: Clients, labelled: QuestionSet) -> None:
    """Ingest the documents of a set."""
    for file in labelled.files:
        await ingest(clients, file.name, file.content, Choice(agent_owner=file.owner))


async def rankings(clients: Clients, labelled: QuestionSet, method: Method) -> list[list[str]]:
    """Return the file names that a way of searching finds for each question."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(question: Labelled) -> list[str]:
        async with gate:
            return await method(clients, question)

    return await asyncio.gather(*(one(question) for question in labelled.questions))


async def _searched(clients: Clients, question: Labelled, *, words: bool, meaning: bool) -> list[str]:
    [embedded] = await clients.embedder.embed([question.question])
    model = clients.embedder.model
    asked = Question(query=question.question if words else ".", agent=_agent(question), match_count=20)
    candidates, _ = await search(clients.database, asked, embedded if meaning else None, model, match_threshold(model))
    return [candidate.filename for candidate in candidates[:DEPTH]]


def _agent(question: Labelled):
    return question.agent


def leaks(labelled: QuestionSet, found: list[list[str]]) -> int:
    """Return how many passages of the other expert an expert was given: it has to be 0."""
    owners = {file.name: file.owner for file in labelled.files}
    return sum(
        owners[name] not in (question.agent, "shared")
        for question, names in zip(labelled.questions, found, strict=True)
        for name in names
    )
