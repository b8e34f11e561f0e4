"""Both experts' searches, begun while it is still being decided which of them answers."""

from collections.abc import Hashable
from typing import cast, get_args

from functions.rag.calibration import match_threshold
from functions.rag.models import Agent, Question
from functions.rag.search import Candidate, search
from functions.shared.ahead import when_announced
from functions.shared.clients import Clients
from functions.shared.word_counts import WordCounts

Found = tuple[list[Candidate], WordCounts]


@when_announced
def search_for_both(clients: Clients, message: str) -> None:
    """Begin the searches that `/rag` will be asked for, with the defaults of its contract."""
    for agent in get_args(Agent):
        question = Question(query=message, agent=agent)
        clients.searches.begin(_key(question), _search(clients, question))


async def searched_ahead(clients: Clients, question: Question) -> Found | None:
    """Return what an earlier announcement has found for this very question, once; None: search now."""
    return cast("Found | None", await clients.searches.take(_key(question)))


async def _search(clients: Clients, question: Question) -> Found:
    vector = await clients.embeddings.embedded(question.query)
    model = clients.embedder.model
    return await search(clients.database, question, vector, model, match_threshold(model))


def _key(question: Question) -> Hashable:
    return question.agent, question.query, question.match_count, question.match_threshold
