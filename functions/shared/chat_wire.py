"""OpenAI's chat completions on the wire, as OpenRouter and OpenAI speak it: one request, one classified result.

Wire format: the two providers' OpenAPI files, and OpenRouter's pages on errors and streaming: an error can come with
status 200, as a body or as a chunk in mid-stream, and server-sent comments keep a slow connection open.
"""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
from pydantic_core import from_json

from functions.shared.errors import ProviderFailure, failure_kind_of_status
from functions.shared.metrics import provider_failures, provider_seconds
from functions.shared.retrying import retry_after_s

ChatBody = dict[str, Any]

RETIRED = re.compile(
    r"not a valid model|invalid model|model .*(no longer|deprecated|retired|not found|does not exist)", re.I
)
# OpenAI has no 402: an empty account is a 429 with this code.
NO_CREDIT = "insufficient_quota"
DONE = b"[DONE]"
# Bytes of one event: a tenth of it is already no answer to a visitor.
MOST_EVENT_BYTES = 1_000_000
# Seconds to wait for a free connection of our own: more would only move the queue.
POOL_TIMEOUT_S = 0.5


@dataclass(frozen=True)
class ChatWire:
    """One account at one provider, on connections of its own."""

    provider: str
    http: httpx.AsyncClient
    url: str
    headers: dict[str, str] = field(repr=False)

    async def complete(self, body: ChatBody, timeout_s: float) -> ChatBody:
        """Return the whole completion; raise `ProviderFailure`, also for an error body with status 200."""
        try:
            with provider_seconds.labels(self.provider).time():
                response = await self.http.post(
                    f"{self.url}/chat/completions", json=body, headers=self.headers, timeout=_timeout(timeout_s)
                )
            self._raise_for_status(response)
            completion = self._healthy(response.content)
        except (httpx.HTTPError, ValueError) as error:
            raise self._counted(self._classify(error)) from error
        if not _has_text(completion):
            raise self._counted(ProviderFailure(self.provider, "empty"))
        return completion

    async def stream(self, body: ChatBody, timeout_s: float) -> AsyncGenerator[list[ChatBody], None]:
        """Yield the chunks of each network read; `timeout_s` bounds each silence.

        Raise `ProviderFailure` after the chunks that came before it, `cut` if the end is missing.
        """
        url, headers = f"{self.url}/chat/completions", self.headers | {"Accept": "text/event-stream"}
        asked = body | {"stream": True}
        try:
            with provider_seconds.labels(self.provider).time():
                async with self.http.stream(
                    "POST", url, json=asked, headers=headers, timeout=_timeout(timeout_s)
                ) as response:
                    await self._raise_unless_stream(response)
                    async for events in _events(response):
                        chunks, failure = self._read(events)
                        if chunks:
                            yield chunks
                        if failure is not None:
                            raise failure
                        if events[-1] == DONE:
                            return
        except (httpx.HTTPError, ValueError) as error:
            raise self._counted(self._classify(error)) from error
        raise self._counted(ProviderFailure(self.provider, "cut"))

    async def list_models(self) -> set[str]:
        """Return the ids of the models on offer; raise `ProviderFailure`."""
        try:
            response = await self.http.get(f"{self.url}/models", headers=self.headers, timeout=5)
            self._raise_for_status(response)
            return {model["id"] for model in response.json()["data"]}
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise self._counted(self._classify(error)) from error

    def _read(self, events: list[bytes]) -> tuple[list[ChatBody], Exception | None]:
        chunks: list[ChatBody] = []
        for event in events:
            if event == DONE:
                break
            try:
                chunks.append(self._healthy(event))
            except (ProviderFailure, ValueError) as failure:
                return chunks, failure
        return chunks, None

    async def _raise_unless_stream(self, response: httpx.Response) -> None:
        content_type = response.headers.get("content-type", "")
        if response.is_success and content_type.startswith("text/event-stream"):
            return
        await response.aread()
        self._raise_for_status(response)
        self._healthy(response.content)
        raise ValueError(f"not a stream but {content_type}")

    def _raise_for_status(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        try:
            error = _object(from_json(response.content)).get("error")
        except ValueError:
            error = None
        raise self._counted(self._from_error(response.status_code, error, retry_after_s(response.headers)))

    def _healthy(self, reply: bytes) -> ChatBody:
        known = _object(from_json(reply))
        if not known:
            raise ValueError("not a JSON object")
        if known.get("error") is not None:
            code = _object(known["error"]).get("code")
            raise self._counted(self._from_error(code if isinstance(code, int) else 500, known["error"], None))
        return known

    def _from_error(self, status: int, error: object, seconds: float | None) -> ProviderFailure:
        told = _object(error)
        kind = failure_kind_of_status(status)
        if status == 400 and RETIRED.search(str(told.get("message"))):
            # OpenRouter answers 400, not 404, to a model id that it no longer knows.
            kind = "retired_model"
        if told.get("code") == NO_CREDIT:
            kind = "no_credit"
        return ProviderFailure(self.provider, kind, f"status {status}", retry_after_s=seconds)

    def _classify(self, error: Exception) -> ProviderFailure:
        if isinstance(error, httpx.PoolTimeout):
            return ProviderFailure(self.provider, "busy")
        if isinstance(error, httpx.TimeoutException):
            return ProviderFailure(self.provider, "timeout")
        if isinstance(error, (httpx.ReadError, httpx.RemoteProtocolError)):
            return ProviderFailure(self.provider, "cut", type(error).__name__)
        if isinstance(error, httpx.HTTPError):
            return ProviderFailure(self.provider, "refused", type(error).__name__)
        return ProviderFailure(self.provider, "malformed", type(error).__name__)

    def _counted(self, failure: ProviderFailure) -> ProviderFailure:
        provider_failures.labels(failure.provider, failure.kind).inc()
        return failure


async def _events(response: httpx.Response) -> AsyncGenerator[list[bytes], None]:
    """Yield the data of the server-sent events of each network read: these providers send one data line per event.

    Read by hand, since a line-by-line decoder was the largest single cost of a streamed answer.
    """
    held = b""
    async for read in response.aiter_bytes():
        *lines, held = (held + read).split(b"\n")
        if len(held) > MOST_EVENT_BYTES:
            raise ValueError("an event without end")
        if data := [line[5:].strip() for line in lines if line.startswith(b"data:")]:
            yield data
    if held.startswith(b"data:"):
        yield [held[5:].strip()]


def _timeout(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, pool=min(seconds, POOL_TIMEOUT_S))


def _object(value: object) -> ChatBody:
    return cast(ChatBody, value) if isinstance(value, dict) else {}


def _has_text(completion: ChatBody) -> bool:
    try:
        text = completion["choices"][0]["message"]["content"]
        return isinstance(text, str) and bool(text)
    except (KeyError, IndexError, TypeError):
        return False
