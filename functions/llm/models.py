"""What the gateway accepts and gives: OpenAI's chat completions, as n8n's OpenAI Chat Model node speaks it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

OFFLINE_MODEL = "local/offline-writer"
OFFLINE_PREFIX = "local/"

ModelId = Annotated[str, Field(min_length=1, max_length=200)]


class TextPart(BaseModel):
    """A piece of a message; only its text is read, the rest goes through."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: str | None = None


class Message(BaseModel):
    """One message; fields of tool calls go through as they are."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[TextPart] | None = None

    def text(self) -> str:
        """Return what the message says, without images or files."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class StreamOptions(BaseModel):
    """Whether the stream ends with a chunk of usage."""

    include_usage: bool | None = None


class Reasoning(BaseModel):
    """How much the model may think before it writes (OpenRouter's `reasoning`)."""

    effort: Literal["max", "xhigh", "high", "medium", "low", "minimal", "none"] | None = None


class ChatRequest(BaseModel):
    """OpenAI's request; these fields are the ones that are read, every other one is dropped, never refused.

    The contract is OpenAI's, which grows without asking us: this is the one body where unknown fields are welcome.
    """

    model_config = ConfigDict(extra="ignore")

    model: ModelId
    messages: list[Message] = Field(min_length=1, max_length=500)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: int | None = Field(default=None, ge=1)
    """Tokens of the answer; the room to think is added by the gateway."""
    max_completion_tokens: int | None = Field(default=None, ge=1)
    """OpenAI's newer name of `max_tokens`."""
    reasoning: Reasoning | None = None
    """OpenRouter's field, from the node's « Extra Body »."""
    reasoning_effort: Literal["max", "xhigh", "high", "medium", "low", "minimal", "none"] | None = None
    """OpenAI's field, from the node's « Reasoning Effort »."""
    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, ge=0, le=1)
    frequency_penalty: float | None = Field(default=None, ge=-2, le=2)
    presence_penalty: float | None = Field(default=None, ge=-2, le=2)
    seed: int | None = None
    stop: str | list[str] | None = None
    response_format: dict[str, Any] | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None

    def wants_usage(self) -> bool:
        """Say whether the stream has to end with its usage."""
        return self.stream_options is not None and bool(self.stream_options.include_usage)


class Model(BaseModel):
    """One model that the canvas may ask for."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str


class ModelList(BaseModel):
    """The models that the canvas may ask for, the configured ones first."""

    object: Literal["list"] = "list"
    data: list[Model]
