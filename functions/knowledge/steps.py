"""How a file becomes knowledge, from top to bottom."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any

from functions.knowledge import store
from functions.knowledge.chunking import Chunk, chunk
from functions.knowledge.embedding_batches import embed_missing, embedding_cost_usd
from functions.knowledge.extraction import extract
from functions.knowledge.keywords import keywords
from functions.knowledge.models import Choice, IngestedDocument
from functions.knowledge.ownership import decide_ownership
from functions.knowledge.settlement import Settlement, settle
from functions.shared.clients import Clients
from functions.shared.errors import UnsupportedDocument
from functions.shared.facts import note, step

# Part of every document's hash: raise it when extraction or chunking change, and the next ingestion renews all.
CUT_VERSION = "2"
MAX_READING_SECONDS = 60


async def ingest(clients: Clients, filename: str, content: bytes, choice: Choice) -> IngestedDocument:
    """Make a file's passages the ones the experts answer from; nothing is stored unless everything is.

    Raises `UnsupportedDocument`, `ProviderFailure`, `DatabaseUnavailable`.
    """
    with step("extract"):
        title, chunks, text = await _read_in_time(filename, content)
    known, rules = await store.start_ingestion(clients.database, filename)
    settled = settle(choice, known.chosen if known else Choice(), decide_ownership(rules, filename, text))
    content_hash = _content_hash(title, chunks, settled, clients.embedder.model)
    told: dict[str, Any] = {"filename": filename, "title": title, "chunks": len(chunks)}
    told |= settled.model_dump(exclude={"chosen"})
    note(chunks=len(chunks), agent_owner=settled.agent_owner, decided_by=settled.decided_by)
    if known and known.content_hash == content_hash:
        return IngestedDocument(document_id=known.document_id, status="unchanged", **told)
    with step("embed"):
        embedded, tokens = await embed_missing(clients, chunks)
    cost = embedding_cost_usd(clients.embedder.model, tokens)
    note(embedded=embedded, embedding_tokens=tokens, cost_usd=cost)
    with step("save"):
        document = {"filename": filename, "title": title, "content_hash": content_hash, **settled.model_dump()}
        document["chosen"] = settled.chosen.model_dump(exclude_none=True)
        rows = [_row(one) for one in chunks]
        document_id = await store.save_document(clients.database, document, rows, clients.embedder.model)
    status = "updated" if known else "created"
    told |= {"embedded": embedded, "embedding_cost_usd": cost}
    return IngestedDocument(document_id=document_id, status=status, **told)


async def _read_in_time(filename: str, content: bytes) -> tuple[str, list[Chunk], str]:
    """Read in a thread: a heavy document must not hold up the visitors' questions."""
    try:
        return await asyncio.wait_for(asyncio.to_thread(read, filename, content), MAX_READING_SECONDS)
    except TimeoutError as error:
        raise UnsupportedDocument("Ce document est trop long à lire : découpe-le.") from error


def read(filename: str, content: bytes) -> tuple[str, list[Chunk], str]:
    """Return a file's title, its passages and its whole text; raise `UnsupportedDocument`."""
    extracted = extract(filename, content)
    chunks = chunk(extracted.blocks, filename, extracted.title)
    if not chunks:
        raise UnsupportedDocument("Ce document ne contient aucun texte lisible.")
    return extracted.title, chunks, "\n".join(block.text for block in extracted.blocks)


def _content_hash(title: str, chunks: Sequence[Chunk], settled: Settlement, model: str) -> str:
    parts = [CUT_VERSION, model, title, settled.model_dump_json(), *(str(one.id) for one in chunks)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _row(one: Chunk) -> dict[str, object]:
    return {
        "id": str(one.id),
        "chunk_index": one.chunk_index,
        "heading_path": one.heading_path,
        "page": one.page,
        "content": one.content,
        "content_hash": one.content_hash,
        "keywords": keywords(one.heading_path, one.content),
    }
