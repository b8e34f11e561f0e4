"""The knowledge routes: add, list and remove documents."""

from fastapi import APIRouter, Depends

from functions.knowledge import store
from functions.knowledge.models import IngestedDocument, PastedDocument, RemovedDocument, StoredDocument
from functions.knowledge.steps import ingest
from functions.shared.auth import require_token
from functions.shared.clients import CurrentClients
from functions.shared.web import create_app

router = APIRouter(prefix="/knowledge", tags=["knowledge"], dependencies=[Depends(require_token)])


@router.post("/documents")
async def add_document(document: PastedDocument, clients: CurrentClients) -> IngestedDocument:
    """Read a document and make its passages available to the experts."""
    return await ingest(clients, document.filename or "", (document.text or "").encode(), document)


app = create_app("knowledge", router)
