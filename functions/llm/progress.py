"""What is known of one request while it is being answered."""

import time
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from functions.llm.models import OFFLINE_MODEL
from functions.llm.usage import NOTHING_USED, Usage
from functions.shared.llm_calls import LlmCall, ModelFailure

FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]
FINISH_REASONS: dict[str, FinishReason] = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "content_filter": "content_filter",
}

# Of English, as OpenAI counts it; French has fewer.
CHARACTERS_PER_TOKEN = 4


def monotonic() -> float:
    """Return the clock of the event loop, in seconds."""
    return time.monotonic()


@dataclass
class Progress:
    """Filled by the attempts, read by whoever reports the call."""

    model_asked: str
    turn_id: UUID | None = None
    prompt_characters: int = 0
    started: float = field(default_factory=monotonic)
    model: str = OFFLINE_MODEL
    usage: Usage = field(default_factory=Usage)
    finish_reason: FinishReason = "stop"
    first_token_s: float | None = None
    failures: list[ModelFailure] = field(default_factory=list[ModelFailure])
    interrupted: bool = False
    turn_age_s: float = 0.0
    """What the steps before the writer took, in seconds."""
    speech_s: float = 0.0
    """How long models wrote whose answer was thrown away, in seconds: the visitor's patience begins anew."""
    characters: int = 0
    """What the model at hand has written."""
    untold_tokens: int = 0
    """About what earlier models used whose provider did not say."""

    def begin(self, model: str) -> None:
        """Forget what an earlier model left."""
        if self.first_token_s is not None:
            self.speech_s += self.waited_s() - self.first_token_s
        self.untold_tokens += self._untold()
        self.model, self.usage, self.finish_reason = model, Usage(), "stop"
        self.first_token_s, self.characters = None, 0

    def begin_offline(self) -> None:
        """The offline writer answers; it costs nothing."""
        self.begin(OFFLINE_MODEL)
        self.usage = NOTHING_USED

    def waited_s(self) -> float:
        """Return the seconds since the request came in."""
        return monotonic() - self.started

    def silent_s(self) -> float:
        """Return the seconds since the visitor's message in which no model wrote."""
        return self.turn_age_s + self.waited_s() - self.speech_s

    def saw_text(self, text: str) -> None:
        """Remember when the first word came, and how much was written."""
        self.characters += len(text)
        if self.first_token_s is None:
            self.first_token_s = self.waited_s()

    def as_call(self) -> LlmCall:
        """Return the row of this request."""
        return LlmCall(
            turn_id=self.turn_id,
            role="writer",
            model_asked=self.model_asked,
            model=self.model,
            prompt_tokens=self.usage.prompt_tokens,
            completion_tokens=self.usage.completion_tokens,
            cost_usd=self.usage.cost_usd,
            latency_ms=round(self.waited_s() * 1000),
            first_token_ms=None if self.first_token_s is None else round(self.first_token_s * 1000),
            status=self._status(),
            failures=self.failures,
            estimated_tokens=self.untold_tokens + self._untold(),
        )

    def _untold(self) -> int:
        """Estimate the tokens of a model that wrote and whose provider told none, as when its stream is cut."""
        if self.first_token_s is None or self.usage.prompt_tokens is not None:
            return 0
        return (self.prompt_characters + self.characters) // CHARACTERS_PER_TOKEN

    def _status(self) -> Literal["ok", "fallback", "offline", "cut"]:
        if self.interrupted:
            return "cut"
        if self.model == OFFLINE_MODEL:
            return "offline"
        return "fallback" if self.failures else "ok"
