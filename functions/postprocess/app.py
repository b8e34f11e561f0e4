"""The post-processing over HTTP."""

from datetime import UTC, datetime

from fastapi import APIRouter, BackgroundTasks, Depends

from functions.postprocess.models import PostprocessRequest, PostprocessResponse
from functions.postprocess.steps import postprocess
from functions.postprocess.turn_line import log_turn
from functions.shared.auth import require_token
from functions.shared.clients import CurrentClients
from functions.shared.web import create_app

router = APIRouter(prefix="/postprocess", tags=["postprocess"], dependencies=[Depends(require_token)])


@router.post("")
async def finish_turn(
    request: PostprocessRequest, clients: CurrentClients, afterwards: BackgroundTasks
) -> PostprocessResponse:
    """Guard, form and complete the answer of one turn; its line is written after the answer has left."""
    answer = postprocess(request, clients.settings, datetime.now(UTC))
    afterwards.add_task(log_turn, clients, answer)
    return answer


app = create_app("postprocess", router)
