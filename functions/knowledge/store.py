"""The knowledge tables, reached through their SQL functions."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import BaseModel, TypeAdapter
from supabase import AsyncClient

from functions.knowledge.models import Choice, RemovedDocument, StoredDocument
from functions.knowledge.ownership import OwnershipRule
from functions.shared.database import call


class KnownDocument(BaseModel):
    """What the base holds about a document before it is ingested again."""

    document_id: UUID
    content_hash: str
    chosen: Choice


class IngestionStart(BaseModel):
    """The document as it stands, if it does, and the ownership rules of today."""

    document: KnownDocument | None
    rules: list[OwnershipRule]


STORED = TypeAdapter(list[StoredDocument])
HASHES = TypeAdapter(list[str])


async def start_ingestion(database: AsyncClient, filename: str) -> tuple[KnownDocument | None, list[OwnershipRule]]:
    """Return the document as it stands, if it does, and today's rules; raise `DatabaseUnavailable`."""
    start = IngestionStart.model_validate(await call(database, "start_ingestion", filename=filename))
    return start.document, start.rules


async def missing_embeddings(database: AsyncClient, hashes: Sequence[str], model: str) -> set[str]:
    """Return the hashes whose text has no stored vector of this model; raise `DatabaseUnavailable`."""
    found = await call(database, "missing_embeddings", content_hashes=list(hashes), embedding_model=model)
    return set(HASHES.validate_python(found))


async def keep_embeddings(database: AsyncClient, model: str, vectors: dict[str, str]) -> None:
    """Store vectors by the hash of their text, so that nothing pays for them twice; raise `DatabaseUnavailable`."""
    await call(database, "keep_embeddings", embedding_model=model, embeddings=vectors)


async def save_document(
    database: AsyncClient, document: Mapping[str, object], chunks: Sequence[Mapping[str, object]], model: str
) -> UUID:
    """Write a document and exactly these passages in one transaction; raise `DatabaseUnavailable`."""
    saved = await call(database, "save_document", document=document, chunks=chunks, embedding_model=model)
    return UUID(str(saved))


async def list_documents(database: AsyncClient) -> list[StoredDocument]:
    """Return every document with its number of passages; raise `DatabaseUnavailable`."""
    return STORED.validate_python(await call(database, "list_documents"))


async def remove_document(database: AsyncClient, name: str) -> RemovedDocument | None:
    """Remove a document by id or file name, with its passages; None when there is none; raise `DatabaseUnavailable`."""
    removed = await call(database, "remove_document", name=name)
    return RemovedDocument.model_validate(removed) if removed else None
