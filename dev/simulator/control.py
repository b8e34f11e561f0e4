"""What the simulator has been told to do, and what it has been asked."""

from collections import deque
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Provider = Literal["openai", "cohere", "openrouter"]
Fault = Literal[
    "error_200",
    "error_chunk",
    "null_content",
    "empty_choices",
    "retired_400",
    "retired_404",
    "unauthorized_401",
    "no_credit_402",
    "forbidden_403",
    "rate_limited_429",
    "server_500",
    "unavailable_503",
    "overloaded_529",
    "stall_headers",
    "stall_stream",
    "cut_stream",
    "malformed_json",
    "malformed_sse",
    "huge",
    "wrong_dimensions",
    "bad_router_json",
    "refuse",
    "drip",
]
SECRET_HEADERS = {"authorization", "x-api-key", "cookie"}


class Rule(BaseModel):
    """How one provider, or one of its models, behaves; the newest rule that fits is the one that counts."""

    model_config = ConfigDict(extra="forbid")

    provider: Provider
    model: str | None = None
    """None: every model of the provider."""
    fault: Fault | None = None
    times: int | None = Field(default=None, ge=1)
    """None: until it is deleted."""
    latency_ms: int = 0
    first_token_ms: int = 0
    tokens_per_s: float = 0
    """0: as fast as the machine goes."""
    after_tokens: int = Field(default=5, ge=0)
    """Words that are streamed before error_chunk, stall_stream and cut_stream strike."""
    retry_after: int | None = 2
    """Seconds that a 429 asks for; None: it does not say."""
    reply: str | None = None
    """The text of the answer, instead of the one made from the prompt."""


class Call(BaseModel):
    """One request that came in, without its key."""

    provider: Provider
    path: str
    headers: dict[str, str]
    body: Any


class Simulator:
    """The rules and the journal of one simulator process."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.calls: deque[Call] = deque(maxlen=10_000)

    def rule_for(self, provider: Provider, model: str) -> Rule:
        """Return the newest rule for this model, and use it up once."""
        for rule in reversed(self.rules):
            if rule.provider == provider and rule.model in (None, model):
                if rule.times is not None:
                    rule.times -= 1
                    if rule.times == 0:
                        self.rules.remove(rule)
                return rule
        return Rule(provider=provider)

    def write_down(self, provider: Provider, path: str, headers: dict[str, str], body: Any) -> None:
        """Keep a request for `GET /_calls`, with key values replaced."""
        shown = {name: "[hidden]" if name in SECRET_HEADERS else value for name, value in headers.items()}
        self.calls.append(Call(provider=provider, path=path, headers=shown, body=body))
