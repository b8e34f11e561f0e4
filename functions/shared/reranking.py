"""Reranking: Cohere's with a key, the local stand-in without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import cohere
import httpx
from cohere.core.api_error import ApiError
from pydantic import ValidationError

from functions.shared.errors import ProviderFailure, failure_kind_of_status
from functions.shared.local_reranking import score_passages
from functions.shared.metrics import provider_failures, provider_seconds
from functions.shared.retrying import Resilience, retry_after_s
from functions.shared.settings import Settings
from functions.shared.word_counts import WordCounts


class Reranker(Protocol):
    """Scores passages against a question."""

    @property
    def model(self) -> str:
        """Local models start with `local/`."""
        ...

    async def score(self, query: str, passages: Sequence[str], counts: WordCounts | None = None) -> list[float]:
        """Return one relevance per passage, 0 to 1, in the order given; raise `ProviderFailure`.

        `counts` are the words of the whole base, for a reranker that can use them.
        """
        ...


@dataclass(frozen=True)
class LocalReranker:
    """The stand-in: see `local_reranking`."""

    model: str = "local/lexical-french-1"

    async def score(self, query: str, passages: Sequence[str], counts: WordCounts | None = None) -> list[float]:
        """Return one relevance per passage, 0 to 1, in the order given."""
        return score_passages(query, passages, counts)


@dataclass(frozen=True)
class CohereReranker:
    """Cohere's v2 rerank endpoint through its SDK."""

    client: cohere.AsyncClientV2
    model: str
    timeout_s: float

    async def score(self, query: str, passages: Sequence[str], counts: WordCounts | None = None) -> list[float]:
        """Return one relevance per passage, 0 to 1, in the order given; raise `ProviderFailure`."""
        try:
            with provider_seconds.labels("cohere").time():
                reply = await self.client.rerank(
                    model=self.model,
                    query=query,
                    documents=list(passages),
                    top_n=len(passages),
                    request_options={"max_retries": 0, "timeout_in_seconds": max(1, round(self.timeout_s))},
                )
            scores = {result.index: result.relevance_score for result in reply.results}
            return [float(scores[index]) for index in range(len(passages))]
        except (ApiError, httpx.HTTPError, ValidationError, KeyError, ValueError, TypeError) as error:
            failure = _classify(error)
            provider_failures.labels("cohere", failure.kind).inc()
            raise failure from error


@dataclass(frozen=True)
class TurnReranker:
    """A reranker that a visitor waits for: behind its breaker, with its retries, within its seconds."""

    inner: Reranker
    resilience: Resilience
    within_s: float

    @property
    def model(self) -> str:
        """The inner reranker's."""
        return self.inner.model

    async def score(self, query: str, passages: Sequence[str], counts: WordCounts | None = None) -> list[float]:
        """Return one relevance per passage, 0 to 1, in the order given; raise `ProviderFailure`."""
        ask = partial(self.inner.score, query, passages, counts)
        return await self.resilience.ask("cohere/rerank", ask, self.within_s)


def in_a_turn(reranker: Reranker, settings: Settings, resilience: Resilience) -> Reranker:
    """Return the reranker for the questions of visitors; a local one cannot be away."""
    if isinstance(reranker, LocalReranker):
        return reranker
    return TurnReranker(reranker, resilience, settings.rerank_timeout_s)


def choose_reranker(settings: Settings, http: httpx.AsyncClient) -> Reranker:
    """Return the reranker that the settings ask for, on the process's HTTP connections."""
    if settings.cohere_api_key is None:
        return LocalReranker()
    client = cohere.AsyncClientV2(
        api_key=settings.cohere_api_key.get_secret_value(), base_url=settings.cohere_base_url, httpx_client=http
    )
    return CohereReranker(client, settings.rerank_model, settings.rerank_timeout_s)


def _classify(error: Exception) -> ProviderFailure:
    # The SDK raises its own error, with status 200, when the body is no JSON.
    if isinstance(error, ApiError) and error.status_code != 200:
        kind = failure_kind_of_status(error.status_code or 500)
        return ProviderFailure("cohere", kind, retry_after_s=retry_after_s(error.headers or {}))
    if isinstance(error, httpx.PoolTimeout):
        return ProviderFailure("cohere", "busy")
    if isinstance(error, httpx.TimeoutException):
        return ProviderFailure("cohere", "timeout")
    if isinstance(error, httpx.HTTPError):
        return ProviderFailure("cohere", "refused", type(error).__name__)
    return ProviderFailure("cohere", "malformed", type(error).__name__)
