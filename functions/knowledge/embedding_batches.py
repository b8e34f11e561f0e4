"""Vectors for the passages that have none yet: in batches, stored as they come, never paid for twice."""

from collections.abc import Iterator, Sequence

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from functions.knowledge import store
from functions.knowledge.chunking import Chunk
from functions.knowledge.tokens import count_tokens
from functions.shared.clients import Clients
from functions.shared.embedding import Embedder
from functions.shared.errors import ProviderFailure

BATCH = 64
ATTEMPTS = 5
WAIT = wait_exponential_jitter(multiplier=0.5, max=20)  # seconds
PASSING = frozenset({"timeout", "refused", "rate_limited", "server_error"})
# US dollars per million tokens: OpenAI's price list, November 2026. Local models cost nothing.
USD_PER_MILLION_TOKENS = {"text-embedding-3-small": 0.02, "text-embedding-3-large": 0.13}


def embedding_cost_usd(model: str, tokens: int) -> float:
    """Return the price of embedding so many tokens; 0 for local and unknown models."""
    return USD_PER_MILLION_TOKENS.get(model, 0.0) * tokens / 1_000_000


async def embed_missing(clients: Clients, chunks: Sequence[Chunk]) -> tuple[int, int]:
    """Compute and store the vectors that are missing; return how many, and of how many tokens (approximate)."""
    model = clients.embedder.model
    texts = {chunk.content_hash: chunk.embedded_text for chunk in chunks}
    missing = await store.missing_embeddings(clients.database, list(texts), model) if texts else set[str]()
    wanted = [(content_hash, text) for content_hash, text in texts.items() if content_hash in missing]
    tokens = 0
    for batch in _batches(wanted):
        vectors = await _embed_with_patience(clients.embedder, [text for _, text in batch])
        kept = {hashed: _as_text(vector) for (hashed, _), vector in zip(batch, vectors, strict=True)}
        await store.keep_embeddings(clients.database, model, kept)
        tokens += sum(count_tokens(text) for _, text in batch)
    return len(wanted), tokens


def _batches(items: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


async def _embed_with_patience(embedder: Embedder, texts: list[str]) -> list[list[float]]:
    """Try again, later and later, when the failure may pass; raise the last `ProviderFailure`."""
    async for attempt in AsyncRetrying(
        retry=retry_if_exception(lambda error: isinstance(error, ProviderFailure) and error.kind in PASSING),
        stop=stop_after_attempt(ATTEMPTS),
        wait=WAIT,
        reraise=True,
    ):
        with attempt:
            return await embedder.embed(texts)
    raise AssertionError("tenacity returns or raises")


def _as_text(vector: Sequence[float]) -> str:
    """Write a vector as pgvector reads it; six digits keep a cosine exact to the seventh."""
    return "[" + ",".join(f"{value:.6g}" for value in vector) + "]"
