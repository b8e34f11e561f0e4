"""OpenRouter's chat completions: one request, one classified result; who is asked next is the caller's business.

Wire format: OpenRouter's OpenAPI file, and its pages on errors and streaming: an error can come with status 200, as a
body or as a chunk in mid-stream, and server-sent comments keep a slow connection open.
"""

import json
import re
from collections.abc import AsyncGenerator
from typing import Any, cast

import httpx
from httpx_sse import SSEError, aconnect_sse

from functions.shared.errors import ProviderFailure, failure_kind_of_status
from functions.shared.metrics import provider_failures, provider_seconds
from functions.shared.settings import Settings

ChatBody = dict[str, Any]

# No provider behind OpenRouter may keep or train on what visitors write.
PRIVACY = {"data_collection": "deny", "zdr": True}
RETIRED = re.compile(r"not a valid model|model .*(no longer|deprecated|retired|not found|does not exist)", re.I)


class OpenRouter:
    """One account at OpenRouter, on the process's HTTP connections."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        if settings.openrouter_api_key is None:
            raise ValueError("OPENROUTER_API_KEY is not set")
        self._http = http
        self._url = settings.openrouter_base_url.rstrip("/")
        self._headers = {
            "Authorization": f"Bearer {settings.openrouter_api_key.get_secret_value()}",
            "HTTP-Referer": settings.site_url,
            "X-OpenRouter-Title": settings.site_title.encode("ascii", "ignore").decode(),
        }

    async def complete(self, body: ChatBody, timeout_s: float) -> ChatBody:
        """Return the whole completion; raise `ProviderFailure`, also for an error body with status 200."""
        try:
            with provider_seconds.labels("openrouter").time():
                response = await self._http.post(
                    f"{self._url}/chat/completions", json=_private(body), headers=self._headers, timeout=timeout_s
                )
            _raise_for_status(response)
            completion = _healthy(response.json())
        except (httpx.HTTPError, ValueError) as error:
            raise _counted(_classify(error)) from error
        if not _has_text(completion):
            raise _counted(ProviderFailure("openrouter", "empty"))
        return completion

    async def stream(self, body: ChatBody, timeout_s: float) -> AsyncGenerator[ChatBody, None]:
        """Yield the chunks; `timeout_s` bounds each silence. Raise `ProviderFailure`, `cut` if the end is missing."""
        asked = _private(body) | {"stream": True}
        url, headers = f"{self._url}/chat/completions", dict(self._headers)
        try:
            with provider_seconds.labels("openrouter").time():
                async with aconnect_sse(
                    self._http, "POST", url, json=asked, headers=headers, timeout=timeout_s
                ) as source:
                    await _raise_unless_stream(source.response)
                    async for event in source.aiter_sse():
                        if event.data == "[DONE]":
                            return
                        yield _healthy(json.loads(event.data))
        except (httpx.HTTPError, SSEError, ValueError) as error:
            raise _counted(_classify(error)) from error
        raise _counted(ProviderFailure("openrouter", "cut"))

    async def list_models(self) -> set[str]:
        """Return the ids of the models on offer; raise `ProviderFailure`."""
        try:
            response = await self._http.get(f"{self._url}/models", headers=self._headers, timeout=5)
            _raise_for_status(response)
            return {model["id"] for model in response.json()["data"]}
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise _counted(_classify(error)) from error


def _private(body: ChatBody) -> ChatBody:
    return body | {"provider": PRIVACY}


async def _raise_unless_stream(response: httpx.Response) -> None:
    content_type = response.headers.get("content-type", "")
    if response.is_success and content_type.startswith("text/event-stream"):
        return
    await response.aread()
    _raise_for_status(response)
    _healthy(response.json())
    raise SSEError(content_type)


def _raise_for_status(response: httpx.Response) -> None:
    if response.is_success:
        return
    try:
        error = _object(response.json()).get("error")
    except ValueError:
        error = None
    raise _counted(_from_error(response.status_code, error, response.headers.get("retry-after")))


def _healthy(reply: object) -> ChatBody:
    known = _object(reply)
    if not known:
        raise ValueError("not a JSON object")
    if known.get("error") is not None:
        code = _object(known["error"]).get("code")
        raise _counted(_from_error(code if isinstance(code, int) else 500, known["error"], None))
    return known


def _from_error(status: int, error: object, retry_after: str | None) -> ProviderFailure:
    seconds = float(retry_after) if retry_after and retry_after.isdigit() else None
    # OpenRouter answers 400, not 404, to a model id that it no longer knows.
    retired = status == 400 and RETIRED.search(str(_object(error).get("message")))
    kind = "retired_model" if retired else failure_kind_of_status(status)
    return ProviderFailure("openrouter", kind, f"status {status}", retry_after_s=seconds)


def _object(value: object) -> ChatBody:
    return cast(ChatBody, value) if isinstance(value, dict) else {}


def _classify(error: Exception) -> ProviderFailure:
    if isinstance(error, httpx.TimeoutException):
        return ProviderFailure("openrouter", "timeout")
    if isinstance(error, (httpx.ReadError, httpx.RemoteProtocolError)):
        return ProviderFailure("openrouter", "cut", type(error).__name__)
    if isinstance(error, httpx.HTTPError):
        return ProviderFailure("openrouter", "refused", type(error).__name__)
    return ProviderFailure("openrouter", "malformed", type(error).__name__)


def _has_text(completion: ChatBody) -> bool:
    try:
        return bool(completion["choices"][0]["message"]["content"])
    except (KeyError, IndexError, TypeError):
        return False


def _counted(failure: ProviderFailure) -> ProviderFailure:
    provider_failures.labels(failure.provider, failure.kind).inc()
    return failure
