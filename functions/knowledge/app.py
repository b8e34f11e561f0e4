"""The knowledge routes: add, list and remove documents."""

from typing import Any

from fastapi import APIRouter, Depends, Request

from functions.knowledge import store
from functions.knowledge.incoming import receive
from functions.knowledge.models import Choice, IngestedDocument, PastedDocument, RemovedDocument, StoredDocument
from functions.knowledge.steps import ingest
from functions.shared.auth import require_token
from functions.shared.clients import CurrentClients
from functions.shared.errors import UnknownDocument
from functions.shared.web import create_app

router = APIRouter(prefix="/knowledge", tags=["knowledge"], dependencies=[Depends(require_token)])


def _form_schema() -> dict[str, Any]:
    schema = Choice.model_json_schema()
    schema["properties"] |= {"file": {"type": "string", "format": "binary"}, "tags": {"type": "string"}}
    return {**schema, "required": ["file"]}


BODIES = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": PastedDocument.model_json_schema()},
            "multipart/form-data": {"schema": _form_schema()},
        },
    }
}


@router.post("/documents", openapi_extra=BODIES)
async def add_document(request: Request, clients: CurrentClients) -> IngestedDocument:
    """Read a file, a text or a web page and make its passages available to the experts."""
    incoming = await receive(request)
    return await ingest(clients, incoming.filename, incoming.content, incoming.choice)


@router.get("/documents")
async def list_documents(clients: CurrentClients) -> list[StoredDocument]:
    """List every document with its owner and its number of passages."""
    return await store.list_documents(clients.database)


@router.delete("/documents/{name}")
async def remove_document(name: str, clients: CurrentClients) -> RemovedDocument:
    """Remove a document, by file name or id, with its passages."""
    removed = await store.remove_document(clients.database, name)
    if removed is None:
        raise UnknownDocument("Aucun document ne porte ce nom.")
    return removed


app = create_app("knowledge", router)
