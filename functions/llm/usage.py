"""What an answer cost, in tokens and US dollars, as OpenRouter reports it with each answer."""

from typing import Any, cast

from pydantic import BaseModel


class Usage(BaseModel):
    """Tokens and cost of one answer; None where the provider did not say (an answer that was cut)."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    """Prompt tokens read from the provider's cache."""
    cost_usd: float | None = None

    def as_openai(self) -> dict[str, Any] | None:
        """Return OpenAI's `usage` with OpenRouter's `cost`, or None when nothing is known."""
        if self.prompt_tokens is None or self.completion_tokens is None:
            return None
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "total_tokens": self.prompt_tokens + self.completion_tokens,
            "prompt_tokens_details": {"cached_tokens": self.cached_tokens or 0},
            "cost": self.cost_usd or 0.0,
        }


NOTHING_USED = Usage(prompt_tokens=0, completion_tokens=0, cached_tokens=0, cost_usd=0.0)


def read_usage(chunk: dict[str, Any]) -> Usage | None:
    """Return the usage that a chunk of OpenRouter carries, or None."""
    usage = _object(chunk.get("usage"))
    if not usage:
        return None
    return Usage(
        prompt_tokens=_count(usage.get("prompt_tokens")),
        completion_tokens=_count(usage.get("completion_tokens")),
        cached_tokens=_count(_object(usage.get("prompt_tokens_details")).get("cached_tokens")),
        cost_usd=_amount(usage.get("cost")),
    )


def _object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


def _amount(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value >= 0 else None
