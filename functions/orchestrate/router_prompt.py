"""The request to the router model: static instructions first, the conversation as quoted data, the question last."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from functions.orchestrate.models import INTENTS, PastMessage
from functions.shared.harmless import harmless

# Characters of history that the router reads, the newest messages first and whole: about 1500 tokens.
HISTORY_BUDGET = 6000
# Thinking counts as answer: low effort, and room for both.
MAX_TOKENS = 800
NAMES = {"user": "visiteuse", "assistant": "experte"}
VERDICT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "reasoning": {"type": "string"},
        "primary_need": {"type": "string", "enum": [intent for intent in INTENTS if intent != "low_confidence"]},
        "urgency": {"type": "string", "enum": ["low", "normal", "high"]},
        "agent": {"type": "string", "enum": ["audrey", "carole", "escalate"]},
        "confidence": {"type": "number"},
    },
    "required": ["reasoning", "primary_need", "urgency", "agent", "confidence"],
    "additionalProperties": False,
}


def router_request(model: str, message: str, history: Sequence[PastMessage], marker: str) -> dict[str, Any]:
    """Return the body for OpenRouter; `marker` is drawn at random for each request."""
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": quoted_conversation(message, history, marker)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "verdict", "strict": True, "schema": VERDICT_SCHEMA},
        },
        "reasoning": {"effort": "low"},
        "max_tokens": MAX_TOKENS,
    }


def quoted_conversation(message: str, history: Sequence[PastMessage], marker: str) -> str:
    """Return the newest messages and the one to route as quoted data, then the question."""
    past = [_quote(f"{NAMES[one.role]} {one.agent or ''}".strip(), one.content, marker) for one in newest(history)]
    return "\n".join(
        [
            f"=== CONVERSATION {marker} ===",
            *past,
            f"--- message à classer {marker} ---",
            _lines(message, marker),
            f"=== FIN {marker} ===",
            "Qui doit répondre au message à classer ? Donne seulement l'objet JSON.",
        ]
    )


def newest(history: Sequence[PastMessage]) -> list[PastMessage]:
    """Return the last messages, whole, as many as the budget holds; the newest one always."""
    kept: list[PastMessage] = []
    left = HISTORY_BUDGET
    for past in reversed(history):
        left -= len(past.content)
        if kept and left < 0:
            break
        kept.append(past)
    return kept[::-1]


@cache
def instructions() -> str:
    """Return the static prompt, byte for byte the same in every request."""
    return files("functions.orchestrate").joinpath("prompts/router.md").read_text(encoding="utf-8").strip()


def _quote(name: str, content: str, marker: str) -> str:
    return f"--- {name} {marker} ---\n{_lines(content, marker)}"


def _lines(text: str, marker: str) -> str:
    return "\n".join(f"> {line}" for line in harmless(text, marker).split("\n"))
