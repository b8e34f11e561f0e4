"""A response that follows a script down to the socket: it may stall, break off, or never begin."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, Literal

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Ending = Literal["finish", "stall", "close"]
ABORT = "simulator.abort"
COMMENT = b": OPENROUTER PROCESSING\n\n"
COMMENT_EVERY_S = 0.3
DRIP_S = 0.05


class Scripted(Response):
    """Sends `parts`, then ends as told; with no status it closes the connection before it answers."""

    def __init__(
        self, parts: AsyncIterator[bytes], ending: Ending = "finish", *, status: int | None = 200, media_type: str
    ) -> None:
        super().__init__(status_code=status or 500, media_type=media_type)
        self.parts, self.answers = parts, status is not None
        self.ending: Ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.answers:
            await end(self.ending, scope, receive)
            return
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        async for part in self.parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        if self.ending == "stall" and self.media_type == "text/event-stream":
            await comment_until_gone(receive, send)
        await end(self.ending, scope, receive)
        if self.ending == "finish":
            await send({"type": "http.response.body", "body": b"", "more_body": False})


class KeepAbort:
    """ASGI middleware: lets a response cut the TCP connection, which ASGI itself has no word for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if transport is not None:
            scope[ABORT] = transport.abort
        await self.app(scope, receive, send)


async def end(ending: Ending, scope: Scope, receive: Receive) -> None:
    if ending == "stall":
        while (await receive())["type"] != "http.disconnect":
            pass
    if ending == "close":
        # What was written has to leave before the connection is cut.
        await asyncio.sleep(0.02)
        abort: Callable[[], None] | None = scope.get(ABORT)
        if abort is None:
            raise ConnectionAbortedError("the simulator cut the connection")
        abort()
        await asyncio.sleep(0.02)


async def comment_until_gone(receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(receive())
    while not gone.done():
        await send({"type": "http.response.body", "body": COMMENT, "more_body": True})
        await asyncio.wait([gone], timeout=COMMENT_EVERY_S)


async def nothing() -> AsyncIterator[bytes]:
    return
    yield b""


async def one(part: bytes) -> AsyncIterator[bytes]:
    yield part


def never() -> Scripted:
    """Accept the request and never answer."""
    return Scripted(nothing(), "stall", status=None, media_type="application/json")


def refused() -> Scripted:
    """Close the connection without an answer."""
    return Scripted(nothing(), "close", status=None, media_type="application/json")


def half(body: Any, ending: Ending) -> Scripted:
    """Answer the first half of a JSON body, then stall or close."""
    whole = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Scripted(one(whole[: len(whole) // 2]), ending, media_type="application/json")


def drip(body: Any) -> Scripted:
    """Answer a JSON body a byte at a time: no silence is long, the whole never comes."""
    whole = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Scripted(_drops(whole), media_type="application/json")


async def _drops(whole: bytes) -> AsyncIterator[bytes]:
    for place in range(len(whole)):
        yield whole[place : place + 1]
        await asyncio.sleep(DRIP_S)
