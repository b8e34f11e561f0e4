"""A door in front of one dependency: it passes everything on, or breaks it as told, from one request to the next."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.chaos.faults import ANSWERS, answer
from bench.chaos.http_message import LONGEST_HEAD, Request, as_html, read_head, read_request

HOST = "127.0.0.1"
DRIP_BYTES, DRIP_S = 16, 0.2
CHUNK = 64 * 1024
RESET = struct.pack("ii", 1, 0)  # SO_LINGER with no time: closing sends RST
Moment = Literal["before", "during", "in_answer", "after"]


@dataclass
class Trap:
    """What happens once, at a moment of the next call whose path ends so."""

    path: str
    moment: Moment
    action: Callable[[], Awaitable[None]]


class Proxy:
    """One door; `break_with` and `heal` take effect at once."""

    def __init__(self, name: str, port: int, upstream_port: int, unresolved: Path) -> None:
        self.name, self.port, self.upstream_port = name, port, upstream_port
        self.unresolved = unresolved / name
        self.fault: str | None = None
        self.trap: Trap | None = None
        self.server: asyncio.Server | None = None
        self.blocking: list[socket.socket] = []
        self.answered: list[Request] = []
        self.serving: set[asyncio.Task[None] | None] = set()  # the loop itself holds its tasks only weakly

    @property
    def url(self) -> str:
        # a name of the proxy's own, so that its resolution can fail
        return f"http://{self.name}.localhost:{self.port}"

    async def open(self) -> None:
        self.server = await asyncio.start_server(self.serve, HOST, self.port, limit=LONGEST_HEAD, reuse_address=True)

    async def close(self) -> None:
        if self.server:
            self.server.close()
            self.server = None

    async def break_with(self, fault: str) -> None:
        self.fault = fault
        if fault == "dns_failure":
            self.unresolved.touch()
        if fault in ("refused", "connect_stall"):
            await self.close()
        if fault == "connect_stall":
            self.blocking = full_queue(self.port)

    async def heal(self) -> None:
        self.fault = None
        self.unresolved.unlink(missing_ok=True)
        for one in self.blocking:
            one.close()
        self.blocking = []
        if self.server is None:
            await self.open()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self.serving.add(task)
        with suppress(OSError, asyncio.IncompleteReadError):
            request = await read_request(reader)
            if self.fault == "stall_before_headers":
                await reader.read()
            elif self.fault in ANSWERS:
                writer.write(answer(self.fault))
                await writer.drain()
            else:
                await self.pass_on(request, reader, writer)
        writer.close()
        self.serving.discard(task)

    async def pass_on(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.spring("before", request)
        upstream, sending = await asyncio.open_connection(HOST, self.upstream_port, limit=LONGEST_HEAD)
        try:
            sending.write(request.head + request.body)
            await sending.drain()
            await self.spring("during", request)
            if self.fault or self.is_trapped("after", request):
                await self.give_whole(request, upstream, reader, writer)
            else:
                await self.give(request, upstream, writer)
        finally:
            sending.close()

    async def give(self, request: Request, upstream: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(upstream)
        writer.write(head)
        while chunk := await upstream.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
            await self.spring("in_answer", request)
        self.note(head, request)

    async def give_whole(
        self,
        request: Request,
        upstream: asyncio.StreamReader,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        head, body = await read_head(upstream), await upstream.read()
        self.note(head, request)
        await self.spring("after", request)
        await damage(self.fault, as_html(head) if self.fault == "wrong_content_type" else head, body, reader, writer)

    def note(self, head: bytes, request: Request) -> None:
        if head.split(b" ", 2)[1] == b"200":
            self.answered.append(request)

    def is_trapped(self, moment: Moment, request: Request) -> bool:
        return self.trap is not None and self.trap.moment == moment and request.path.endswith(self.trap.path)

    async def spring(self, moment: Moment, request: Request) -> None:
        if self.trap is not None and self.is_trapped(moment, request):
            action, self.trap = self.trap.action, None
            await action()


async def damage(
    fault: str | None, head: bytes, body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Give an answer to the client as the fault leaves it."""
    halves = fault in ("cut_in_body", "stall_in_body")
    if fault == "slow_headers":
        await drip(head, writer)
    else:
        writer.write(head)
    if fault == "slow_drip":
        await drip(body, writer)
    elif fault != "reset_after_headers":
        writer.write(body[: len(body) // 2] if halves else body)
    await writer.drain()
    if fault == "stall_in_body":
        await reader.read()
    if fault == "reset_after_headers":
        await asyncio.sleep(0.02)  # the headers have to leave before the connection is torn down
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        writer.transport.abort()


async def drip(data: bytes, writer: asyncio.StreamWriter) -> None:
    for start in range(0, len(data), DRIP_BYTES):
        writer.write(data[start : start + DRIP_BYTES])
        await writer.drain()
        await asyncio.sleep(DRIP_S)


def full_queue(port: int) -> list[socket.socket]:
    """Listen without ever accepting, with the queue full: the next connection gets no answer to its first packet."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    listening.listen(0)
    waiting = [socket.socket() for _ in range(3)]
    for one in waiting:
        one.setblocking(False)
        one.connect_ex((HOST, port))
    return [listening, *waiting]
