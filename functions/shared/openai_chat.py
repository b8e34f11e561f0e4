"""OpenAI's own chat completions, without storage: the writer's last provider when OpenRouter is away."""

from collections.abc import AsyncGenerator

import httpx

from functions.shared.chat_wire import ChatBody, ChatWire
from functions.shared.settings import Settings

# The answer is not kept at OpenAI for distillation, evaluation or the dashboard.
PRIVACY = {"store": False}


class OpenAIChat:
    """One account at OpenAI, on HTTP connections of its own."""

    name = "openai"

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        if settings.openai_api_key is None:
            raise ValueError("OPENAI_API_KEY is not set")
        headers = {"Authorization": f"Bearer {settings.openai_api_key.get_secret_value()}"}
        self._wire = ChatWire(self.name, http, settings.openai_base_url.rstrip("/"), headers)

    def stream(self, body: ChatBody, timeout_s: float) -> AsyncGenerator[list[ChatBody], None]:
        """Yield the chunks of each network read; see `ChatWire.stream`."""
        return self._wire.stream(body | PRIVACY | {"stream_options": {"include_usage": True}}, timeout_s)
