"""The output guard on the answer's way out, in both modes."""

from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import replace

from functions.llm.chunks import Piece
from functions.llm.models import ChatRequest
from functions.shared.facts import note
from functions.shared.output_guard import GuardStream
from functions.shared.output_guard_context import context_of_prompt
from functions.shared.settings import Settings


async def guarded(
    pieces: AsyncIterable[Piece], request: ChatRequest, settings: Settings
) -> AsyncGenerator[Piece, None]:
    """Yield the pieces without what must not be shown; the kinds of what was removed are noted as `guard`."""
    stream = GuardStream(context_of_prompt(_said_by(request, "system"), _said_by(request, "user"), settings))
    async for piece in pieces:
        # the guard lets go of a sentence at a time, and each piece costs n8n as much as the whole sentence
        shown = stream.feed(piece.content)
        if shown or piece.tool_calls:
            yield replace(piece, content=shown)
    if rest := stream.finish():
        yield Piece(content=rest)
    note(guard=stream.removed)


def _said_by(request: ChatRequest, role: str) -> str:
    return "\n".join(message.text() for message in request.messages if message.role == role)
