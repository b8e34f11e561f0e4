"""How a file becomes knowledge, from top to bottom."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from functions.knowledge import store
from functions.knowledge.chunking import Chunk, chunk
from functions.knowledge.embedding_batches import embed_missing, embedding_cost_usd
from functions.knowledge.extraction import extract
from functions.knowledge.keywords import keywords
from functions.knowledge.models import Choice, IngestedDocument, Status
from functions.knowledge.ownership import decide_ownership
from functions.knowledge.settlement import Settlement, settle
from functions.shared.clients import Clients
from functions.shared.errors import UnsupportedDocument
from functions.shared.facts import note, step

# Part of every document's hash: raise it when extraction or chunking change, and the next ingestion renews all.
CUT_VERSION = "1"


async def ingest(clients: Clients, filename: str, content: bytes, choice: Choice) -> IngestedDocument:
    """Make a file's passages the ones the experts answer from; nothing is stored unless everything is.

    Raises `UnsupportedDocument`, `ProviderFailure`, `DatabaseUnavailable`.
    """
    with step("extract"):
        title, chunks, text = read(filename, content)
    known, rules = await store.start_ingestion(clients.database, filename)
    settled = settle(choice, known.chosen if known else Choice(), decide_ownership(rules, filename, text))
    content_hash = _content_hash(title, chunks, settled, clients.embedder.model)
    note(chunks=len(chunks), agent_owner=settled.agent_owner, decided_by=settled.decided_by)
    if known and known.content_hash == content_hash:
        return _report(known.document_id, "unchanged", filename, title, settled, len(chunks))
    with step("embed"):
        embedded, tokens = await embed_missing(clients, chunks)
    cost = embedding_cost_usd(clients.embedder.model, tokens)
    note(embedded=embedded, embedding_tokens=tokens, cost_usd=cost)
    with step("save"):
        document = {"filename": filename, "title": title, "content_hash": content_hash, **settled.model_dump()}
        rows = [_row(one) for one in chunks]
        document_id = await store.save_document(clients.database, document, rows, clients.embedder.model)
    return _report(document_id, "updated" if known else "created", filename, title, settled, len(chunks), embedded, cost)


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


def _report(
    document_id: UUID,
    status: Status,
    filename: str,
    title: str,
    settled: Settlement,
    chunks: int,
    embedded: int = 0,
    cost: float = 0.0,
) -> IngestedDocument:
    return IngestedDocument(
        document_id=document_id,
        filename=filename,
        title=title,
        chunks=chunks,
        embedded=embedded,
        embedding_cost_usd=cost,
        status=status,
        **settled.model_dump(exclude={"chosen"}),
    )
