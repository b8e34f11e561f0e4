"""The route that decides who answers."""

from fastapi import APIRouter, Depends

from functions.orchestrate.models import Decision, Turn
from functions.orchestrate.steps import orchestrate
from functions.shared.auth import require_token
from functions.shared.clients import CurrentClients
from functions.shared.facts import note
from functions.shared.web import create_app

router = APIRouter(prefix="/orchestrate", tags=["orchestrate"], dependencies=[Depends(require_token)])


@router.post("")
async def decide(turn: Turn, clients: CurrentClients) -> Decision:
    """Return who answers the message, how sure that is, and why."""
    if turn.turn_id:
        note(turn_id=str(turn.turn_id))
    return await orchestrate(clients, turn)


app = create_app("orchestrate", router)
