"""OpenRouter's chat completions, privately; who is asked next is the caller's business."""

from collections.abc import AsyncGenerator

import httpx

from functions.shared.chat_wire import ChatBody, ChatWire
from functions.shared.settings import Settings

# No provider behind OpenRouter may keep or train on what visitors write.
PRIVACY = {"data_collection": "deny", "zdr": True}


class OpenRouter:
    """One account at OpenRouter, on HTTP connections of its own."""

    name = "openrouter"

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        if settings.openrouter_api_key is None:
            raise ValueError("OPENROUTER_API_KEY is not set")
        headers = {
            "Authorization": f"Bearer {settings.openrouter_api_key.get_secret_value()}",
            "HTTP-Referer": settings.site_url,
            "X-OpenRouter-Title": settings.site_title.encode("ascii", "ignore").decode(),
        }
        self._wire = ChatWire(self.name, http, settings.openrouter_base_url.rstrip("/"), headers)

    async def complete(self, body: ChatBody, timeout_s: float) -> ChatBody:
        """Return the whole completion; raise `ProviderFailure`, also for an error body with status 200."""
        return await self._wire.complete(_private(body), timeout_s)

    def stream(self, body: ChatBody, timeout_s: float) -> AsyncGenerator[list[ChatBody], None]:
        """Yield the chunks of each network read; see `ChatWire.stream`."""
        return self._wire.stream(_private(body), timeout_s)

    async def list_models(self) -> set[str]:
        """Return the ids of the models on offer; raise `ProviderFailure`."""
        return await self._wire.list_models()


def _private(body: ChatBody) -> ChatBody:
    return body | {"provider": PRIVACY}
