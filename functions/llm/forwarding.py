"""What of the canvas's request is sent to OpenRouter: an allow-list, and room for the model to think."""

from typing import Any

from functions.llm.models import ChatRequest

# Tokens. 300 French words are about 500 tokens; an answer that needs more than this is cut by the post-processing.
ANSWER_TOKENS = 1_500
# Tokens. Thinking counts in the maximum: without this room a model can think its whole answer away.
THINKING_TOKENS = 2_000
# "none" is refused by models that always think (`reasoning.mandatory` in OpenRouter's list of models).
DEFAULT_EFFORT = "low"

# Sent as they came. OpenRouter drops those that a model does not know, such as `temperature` on newer ones
# (`provider.require_parameters` of its specification). `models` is not used: its fallbacks would be invisible to us.
FORWARDED = {
    "messages",
    "temperature",
    "top_p",
    "frequency_penalty",
    "presence_penalty",
    "seed",
    "stop",
    "response_format",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
}
# OpenAI itself refuses these for its reasoning models.
REFUSED_BY_OPENAI = {"temperature", "top_p", "frequency_penalty", "presence_penalty", "stop"}
# What all of OpenAI's reasoning models take.
OPENAI_EFFORTS = {"low", "medium", "high"}


def body_for_openai(request: ChatRequest, model: str) -> dict[str, Any]:
    """Return the body that asks a model at OpenAI itself."""
    effort = _effort(request)
    return {
        "model": model,
        **request.model_dump(include=FORWARDED - REFUSED_BY_OPENAI, exclude_none=True),
        "max_completion_tokens": _answer_tokens(request) + THINKING_TOKENS,
        "reasoning_effort": effort if effort in OPENAI_EFFORTS else DEFAULT_EFFORT,
    }


def body_for(request: ChatRequest, model: str) -> dict[str, Any]:
    """Return the body that asks `model` at OpenRouter what the canvas asked."""
    effort = _effort(request)
    return {
        "model": model,
        **request.model_dump(include=FORWARDED, exclude_none=True),
        "max_completion_tokens": _answer_tokens(request) + (0 if effort == "none" else THINKING_TOKENS),
        "reasoning": {"effort": effort},
    }


def _effort(request: ChatRequest) -> str:
    return (request.reasoning and request.reasoning.effort) or request.reasoning_effort or DEFAULT_EFFORT


def _answer_tokens(request: ChatRequest) -> int:
    return request.max_completion_tokens or request.max_tokens or ANSWER_TOKENS
