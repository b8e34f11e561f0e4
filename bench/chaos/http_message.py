"""As much of HTTP/1.1 as the proxy needs: one request per connection, then the answer until its end."""

import asyncio
import re
from dataclasses import dataclass

LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
CONNECTION = re.compile(rb"^connection:[^\r\n]*\r\n", re.IGNORECASE | re.MULTILINE)
CONTENT_TYPE = re.compile(rb"^content-type:[^\r\n]*\r\n", re.IGNORECASE | re.MULTILINE)
END_OF_HEAD = b"\r\n\r\n"
LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True)
class Request:
    """A request as it goes on to the dependency: its connection is used once."""

    path: str
    head: bytes
    body: bytes


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Return the request of a connection; raise `IncompleteReadError` when the client sent none."""
    head = await reader.readuntil(END_OF_HEAD)
    length = LENGTH.search(head)
    body = await reader.readexactly(int(length[1])) if length else b""
    return Request(head.split(b" ", 2)[1].decode(), with_header(head, CONNECTION, b"Connection: close\r\n"), body)


async def read_head(reader: asyncio.StreamReader) -> bytes:
    """Return the head of an answer, which will be the last one on its connection."""
    return with_header(await reader.readuntil(END_OF_HEAD), CONNECTION, b"Connection: close\r\n")


def with_header(head: bytes, old: re.Pattern[bytes], new: bytes) -> bytes:
    """Replace a header line, or add it at the end."""
    return old.sub(b"", head)[:-2] + new + b"\r\n"


def as_html(head: bytes) -> bytes:
    """Give an answer a content type that it has not."""
    return with_header(head, CONTENT_TYPE, b"Content-Type: text/html\r\n")
