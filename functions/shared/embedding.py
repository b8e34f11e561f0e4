"""Embeddings: OpenAI's with a key, the local stand-in without one."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import openai

from functions.shared.errors import ProviderFailure, failure_kind_of_status
from functions.shared.local_embedding import DIMENSIONS, embed_text
from functions.shared.metrics import provider_failures, provider_seconds
from functions.shared.retrying import Resilience, retry_after_s
from functions.shared.settings import Settings

# OpenAI has no 402: an empty account is a 429 with this code.
NO_CREDIT = "insufficient_quota"


class Embedder(Protocol):
    """Turns texts into vectors of 1536 dimensions; vectors of different `model`s are never compared."""

    @property
    def model(self) -> str:
        """The name stored beside each vector; local models start with `local/`."""
        ...

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text, in order; raise `ProviderFailure`."""
        ...


@dataclass(frozen=True)
class LocalEmbedder:
    """The stand-in: see `local_embedding`."""

    model: str = "local/hashed-french-2"

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text, in order."""
        return [embed_text(text) for text in texts]


@dataclass(frozen=True)
class OpenAIEmbedder:
    """OpenAI's embeddings endpoint through its SDK."""

    client: openai.AsyncOpenAI
    model: str

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text, in order; raise `ProviderFailure`."""
        try:
            with provider_seconds.labels("openai").time():
                # no encoding_format: base64 then, which the SDK reads 40 times as fast as 1,536 numbers in JSON
                reply = await self.client.embeddings.create(model=self.model, input=list(texts), dimensions=DIMENSIONS)
            vectors = [list(item.embedding) for item in sorted(reply.data, key=lambda item: item.index)]
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
            failure = _classify(error)
            provider_failures.labels("openai", failure.kind).inc()
            raise failure from error
        if len(vectors) != len(texts) or any(len(vector) != DIMENSIONS for vector in vectors):
            provider_failures.labels("openai", "malformed").inc()
            raise ProviderFailure("openai", "malformed", "wrong number or size of vectors")
        return vectors


@dataclass(frozen=True)
class QuestionEmbedder:
    """An embedder that a visitor waits for: behind its breaker, with its retries, within its seconds."""

    inner: Embedder
    resilience: Resilience
    within_s: float

    @property
    def model(self) -> str:
        """The inner embedder's."""
        return self.inner.model

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return one vector per text, in order; raise `ProviderFailure`."""
        return await self.resilience.ask("openai/embeddings", lambda: self.inner.embed(texts), self.within_s)


def for_questions(embedder: Embedder, settings: Settings, resilience: Resilience) -> Embedder:
    """Return the embedder for the questions of visitors; a local one cannot be away."""
    if isinstance(embedder, LocalEmbedder):
        return embedder
    return QuestionEmbedder(embedder, resilience, settings.question_embedding_timeout_s)


@asynccontextmanager
async def choose_embedder(settings: Settings) -> AsyncGenerator[Embedder]:
    """Open the embedder that the settings ask for."""
    if settings.openai_api_key is None:
        yield LocalEmbedder()
        return
    async with openai.AsyncOpenAI(
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        timeout=settings.embedding_timeout_s,
        max_retries=0,
    ) as client:
        yield OpenAIEmbedder(client, settings.embedding_model)


def _classify(error: Exception) -> ProviderFailure:
    if isinstance(error, openai.APITimeoutError):
        return ProviderFailure("openai", "timeout")
    if isinstance(error, openai.APIStatusError):
        kind = "no_credit" if error.code == NO_CREDIT else failure_kind_of_status(error.status_code)
        seconds = retry_after_s(error.response.headers)
        return ProviderFailure("openai", kind, str(error.code), retry_after_s=seconds)
    if isinstance(error, openai.APIConnectionError):
        return ProviderFailure("openai", "refused", type(error).__name__)
    # The SDK does not check what it was answered: an error with status 200, or half a JSON, only shows when it is read.
    return ProviderFailure("openai", "malformed", type(error).__name__)
