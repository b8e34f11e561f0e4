"""The output guard on the answer's way out, in both modes."""

import re
from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import replace

from functions.llm.chunks import Piece
from functions.llm.models import ChatRequest
from functions.shared.clients import Clients
from functions.shared.facts import note
from functions.shared.output_guard import GuardStream
from functions.shared.output_guard_context import context_of_prompt

# The guard lets go of a sentence at a time, all of it in one instant: word by word it would look the same, and each
# piece costs us an event and n8n a run through its agent.
SOME_WORDS = re.compile(r"(?:\S+\s*|\s+){1,10}")


async def guarded(pieces: AsyncIterable[Piece], request: ChatRequest, clients: Clients) -> AsyncGenerator[Piece, None]:
    """Yield the pieces without what must not be shown; the kinds of what was removed are noted as `guard`."""
    prompts = clients.prompts.with_those_before(_said_by(request, "system"))
    context = context_of_prompt(prompts, _said_by(request, "user"), clients.settings)
    stream = GuardStream(context, eager=bool(request.stream))
    async for piece in pieces:
        for words in SOME_WORDS.findall(stream.feed(piece.content)):
            yield Piece(content=words)
        if piece.tool_calls:
            yield replace(piece, content="")
    for words in SOME_WORDS.findall(stream.finish()):
        yield Piece(content=words)
    note(guard=stream.removed)


def _said_by(request: ChatRequest, role: str) -> str:
    return "\n".join(message.text() for message in request.messages if message.role == role)
