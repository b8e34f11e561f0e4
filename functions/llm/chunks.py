"""OpenAI's shapes: what a chunk of OpenRouter says, and the chunks and completions that we answer with."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from functions.llm.progress import FinishReason, Progress
from functions.llm.usage import Usage, read_usage

Json = dict[str, Any]
DONE = "data: [DONE]\n\n"


@dataclass(frozen=True)
class Piece:
    """What one chunk adds to the answer; thinking is left out."""

    content: str = ""
    tool_calls: list[Json] = field(default_factory=list[Json])
    finish_reason: str | None = None
    model: str | None = None
    usage: Usage | None = None

    def says_something(self) -> bool:
        """Say whether the visitor, or a tool, gets anything from it."""
        return bool(self.content or self.tool_calls)


def read_chunk(chunk: Json) -> Piece:
    """Return what a chunk of OpenRouter says; fields of a wrong type count as absent."""
    choice = _first(chunk.get("choices"))
    delta = _object(choice.get("delta"))
    content, model, finish = delta.get("content"), chunk.get("model"), choice.get("finish_reason")
    return Piece(
        content=content if isinstance(content, str) else "",
        tool_calls=[_object(call) for call in _list(delta.get("tool_calls"))],
        finish_reason=finish if isinstance(finish, str) else None,
        model=model if isinstance(model, str) else None,
        usage=read_usage(chunk),
    )


def read_chunks(chunks: list[Json]) -> Piece:
    """Return what the chunks of one network read say together; nothing after a `finish_reason` of `error` counts."""
    if len(chunks) == 1:
        return read_chunk(chunks[0])
    content: list[str] = []
    tool_calls: list[Json] = []
    finish, model, usage = None, None, None
    for chunk in chunks:
        piece = read_chunk(chunk)
        content.append(piece.content)
        tool_calls += piece.tool_calls
        finish, model, usage = piece.finish_reason or finish, piece.model or model, piece.usage or usage
        if finish == "error":
            break
    return Piece("".join(content), tool_calls, finish, model, usage)


@dataclass(frozen=True)
class Envelope:
    """What all the chunks of one answer have in common; `created` is Unix time."""

    id: str
    created: int

    def delta(self, progress: Progress, delta: Json, finish_reason: FinishReason | None = None) -> str:
        """Return one server-sent event that adds `delta` to the answer."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._event(progress, choices=[choice])

    def usage(self, progress: Progress) -> str:
        """Return the event that ends a stream for those who asked for its usage."""
        return self._event(progress, choices=[], usage=progress.usage.as_openai())

    def completion(self, progress: Progress, pieces: Iterable[Piece]) -> Json:
        """Return the whole answer."""
        held = list(pieces)
        message: Json = {"role": "assistant", "content": "".join(piece.content for piece in held), "refusal": None}
        tool_calls = merge_tool_calls(call for piece in held for call in piece.tool_calls)
        if tool_calls:
            message |= {"tool_calls": tool_calls, "content": message["content"] or None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": progress.finish_reason}
        head: Json = {"id": self.id, "object": "chat.completion", "created": self.created, "model": progress.model}
        usage = progress.usage.as_openai()
        return head | {"choices": [choice]} | ({"usage": usage} if usage else {})

    def _event(self, progress: Progress, **fields: object) -> str:
        head: Json = {"id": self.id, "object": "chat.completion.chunk", "created": self.created}
        chunk = head | {"model": progress.model} | fields
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def merge_tool_calls(deltas: Iterable[Json]) -> list[Json]:
    """Return whole tool calls out of the pieces that came with the chunks, by their index."""
    calls: dict[object, Json] = {}
    for delta in deltas:
        function = _object(delta.get("function"))
        call = calls.setdefault(
            delta.get("index", 0), {"id": None, "type": "function", "function": {"name": "", "arguments": ""}}
        )
        call["id"] = delta.get("id") or call["id"]
        call["function"]["name"] += function.get("name") or ""
        call["function"]["arguments"] += function.get("arguments") or ""
    return list(calls.values())


def _first(value: object) -> Json:
    items = _list(value)
    return _object(items[0]) if items else {}


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _object(value: object) -> Json:
    return cast(Json, value) if isinstance(value, dict) else {}
