"""OpenRouter's `POST /chat/completions`, as JSON and as server-sent events, and `GET /models`."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import JSONResponse, Response

from dev.simulator import replies
from dev.simulator.control import Rule
from dev.simulator.faults import error_body
from dev.simulator.scripted import COMMENT, COMMENT_EVERY_S, Ending, Scripted, drip, half, one

WORD = re.compile(r"\S+\s*|\s+")
HUGE_CHARS = 100_000
PROMPT_USD, COMPLETION_USD = 3e-6, 15e-6
ENDINGS: dict[str | None, Ending] = {"stall_stream": "stall", "cut_stream": "close"}
BROKEN_EVENT = b'data: {"id": "gen-simulated", "choices": [{"delta": \n\n'


def chat_completions(body: dict[str, Any], rule: Rule) -> Response:
    """Answer a chat request, or its fault."""
    text = _text(body, rule)
    if body.get("stream"):
        if rule.fault == "malformed_json":
            return Response('{"id": "gen-simulated", "choices": [', media_type="application/json")
        ending = ENDINGS.get(rule.fault, "finish")
        return Scripted(_events(body, rule, text), ending, media_type="text/event-stream")
    return _whole(body, rule, text)


def _text(body: dict[str, Any], rule: Rule) -> str:
    if rule.reply is not None:
        return rule.reply
    if rule.fault == "huge":
        return replies.HUGE_SENTENCE * (HUGE_CHARS // len(replies.HUGE_SENTENCE))
    if replies.is_for_router(body):
        return replies.BAD_ROUTER_JSON if rule.fault == "bad_router_json" else replies.verdict(body)
    return replies.answer(body)


def _whole(body: dict[str, Any], rule: Rule, text: str) -> Response:
    message = {"role": "assistant", "content": None if rule.fault == "null_content" else text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "native_finish_reason": "stop", "logprobs": None}
    reply = _head(body, "chat.completion") | {
        "choices": [] if rule.fault == "empty_choices" else [choice],
        "usage": _usage(body, text),
        "system_fingerprint": None,
    }
    if rule.fault == "drip":
        return drip(reply)
    if rule.fault == "error_chunk":
        return JSONResponse(error_body("openrouter", "overloaded_529", body["model"]))
    if rule.fault in ENDINGS:
        return half(reply, ENDINGS[rule.fault])
    if rule.fault in ("malformed_json", "malformed_sse"):
        return Scripted(one(json.dumps(reply)[:-20].encode()), media_type="application/json")
    return JSONResponse(reply)


async def _events(body: dict[str, Any], rule: Rule, text: str) -> AsyncIterator[bytes]:
    yield COMMENT
    async for comment in _comments_for(rule.first_token_ms / 1000):
        yield comment
    yield _event(body, [_choice({"role": "assistant", "content": ""})])
    strikes = rule.fault in ("error_chunk", "stall_stream", "cut_stream", "malformed_sse")
    words = [text] if rule.fault == "huge" else WORD.findall(text)
    for word in words[: rule.after_tokens] if strikes else words:
        content = None if rule.fault == "null_content" else word
        yield _event(body, [] if rule.fault == "empty_choices" else [_choice({"content": content})])
        if rule.tokens_per_s:
            await asyncio.sleep(1 / rule.tokens_per_s)
    if rule.fault == "malformed_sse":
        yield BROKEN_EVENT
    if rule.fault == "error_chunk":
        error = error_body("openrouter", "overloaded_529", body["model"])
        yield _event(body, [_choice({"content": ""}, "error")], **error)
    if not strikes:
        yield _event(body, [] if rule.fault == "empty_choices" else [_choice({"content": ""}, "stop")])
        yield _event(body, [_choice({"content": "", "role": "assistant"})], usage=_usage(body, text))
    if rule.fault not in ENDINGS:
        yield b"data: [DONE]\n\n"


async def _comments_for(seconds: float) -> AsyncIterator[bytes]:
    while seconds > 0:
        await asyncio.sleep(min(seconds, COMMENT_EVERY_S))
        seconds -= COMMENT_EVERY_S
        yield COMMENT


def _event(body: dict[str, Any], choices: list[dict[str, Any]], **more: object) -> bytes:
    chunk = _head(body, "chat.completion.chunk") | {"choices": choices} | more
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()


def _choice(delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}


def _head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "id": "gen-simulated",
        "provider": "Simulator",
        "model": body["model"],
        "object": kind,
        "created": 1_795_000_000,
    }


def _usage(body: dict[str, Any], text: str) -> dict[str, Any]:
    prompt = sum(len(replies.text_of(message)) for message in body["messages"]) // 4 + 1
    completion = len(text) // 4 + 1
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "cost": round(prompt * PROMPT_USD + completion * COMPLETION_USD, 8),
        "is_byok": False,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    }
