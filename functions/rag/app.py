"""The route that finds an expert's passages."""

from fastapi import APIRouter, Depends

from functions.rag.models import Question, Retrieval
from functions.rag.steps import retrieve
from functions.shared.auth import require_token
from functions.shared.clients import CurrentClients
from functions.shared.facts import note
from functions.shared.web import create_app

router = APIRouter(prefix="/rag", tags=["rag"], dependencies=[Depends(require_token)])


@router.post("")
async def find_passages(question: Question, clients: CurrentClients) -> Retrieval:
    """Return the passages that answer the question, ready for the prompt."""
    if question.turn_id:
        note(turn_id=str(question.turn_id))
    return await retrieve(clients, question)


app = create_app("rag", router)
