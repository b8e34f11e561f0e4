"""The language models over HTTP, in OpenAI's shape."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import JSONResponse, StreamingResponse

from functions.llm.answering import answer_in_stream, answer_whole
from functions.llm.catalogue import list_models
from functions.llm.models import ChatRequest, ModelList
from functions.llm.openai_errors import OpenAIRoute
from functions.llm.progress import Progress
from functions.llm.turn_header import read_turn_header
from functions.shared.auth import require_token
from functions.shared.clients import CurrentClients
from functions.shared.facts import note
from functions.shared.web import create_app

EVENTS = "text/event-stream"

router = APIRouter(prefix="/llm/v1", tags=["llm"], route_class=OpenAIRoute, dependencies=[Depends(require_token)])


@router.post(
    "/chat/completions", response_model=None, responses={200: {"content": {"application/json": {}, EVENTS: {}}}}
)
async def chat_completions(
    request: ChatRequest, clients: CurrentClients, x_turn_id: Annotated[str | None, Header()] = None
) -> Response:
    """Answer with the model of the canvas, the fallback model or the offline writer."""
    turn_id, age_s = read_turn_header(x_turn_id, datetime.now(UTC))
    progress = Progress(
        model_asked=request.model,
        turn_id=turn_id,
        turn_age_s=age_s,
        prompt_characters=sum(len(message.text()) for message in request.messages),
    )
    note(stream=bool(request.stream), messages=len(request.messages))
    if request.stream:
        return StreamingResponse(answer_in_stream(request, clients, progress), media_type=EVENTS)
    return JSONResponse(await answer_whole(request, clients, progress))


@router.get("/models")
async def models(clients: CurrentClients) -> ModelList:
    """List the models that the canvas may ask for."""
    return await list_models(clients)


app = create_app("llm", router)
