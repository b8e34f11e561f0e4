"""OpenAI's `POST /v1/chat/completions`, streamed: OpenRouter's chunks without what only OpenRouter adds.

It refuses what OpenAI refuses of its reasoning models: sampling parameters, `max_tokens`, and fields that it does not
know.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import JSONResponse, Response

from dev.simulator.control import Rule
from dev.simulator.faults import error_body
from dev.simulator.openrouter_chat import chat_completions
from dev.simulator.scripted import Scripted

UNSUPPORTED = ("temperature", "top_p", "frequency_penalty", "presence_penalty", "stop", "max_tokens")
UNKNOWN = ("provider", "reasoning", "models")
ADDED_BY_OPENROUTER = ("provider", "cost", "is_byok")


def openai_chat(body: dict[str, Any], rule: Rule) -> Response:
    """Answer a streamed chat request, or its fault."""
    for words, names in (("Unsupported parameter", UNSUPPORTED), ("Unknown parameter", UNKNOWN)):
        for name in names:
            if name in body:
                return _refuse(f"{words}: '{name}'.", name)
    answer = chat_completions(body, rule)
    if isinstance(answer, Scripted) and answer.media_type == "text/event-stream":
        answer.parts = _as_openai(answer.parts)
    return answer


def _refuse(message: str, name: str) -> JSONResponse:
    error = {"message": message, "type": "invalid_request_error", "param": name, "code": "unsupported_parameter"}
    return JSONResponse({"error": error}, 400)


async def _as_openai(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for part in parts:
        if part.startswith(b":"):
            continue
        try:
            chunk = json.loads(part.removeprefix(b"data: "))
        except ValueError:
            yield part
            continue
        yield f"data: {json.dumps(_chunk(chunk), ensure_ascii=False)}\n\n".encode()


def _chunk(chunk: dict[str, Any]) -> dict[str, Any]:
    if "error" in chunk:
        return error_body("openai", "server_500", "")
    own = {name: value for name, value in chunk.items() if name not in ADDED_BY_OPENROUTER}
    usage = own.get("usage")
    if usage:
        tokens = {name: value for name, value in usage.items() if name not in ADDED_BY_OPENROUTER}
        own |= {"choices": [], "usage": tokens}
    return own
