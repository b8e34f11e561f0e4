"""Who is asked for an answer, in order; the offline writer comes after them all."""

from dataclasses import dataclass
from typing import Any

from functions.llm.attempt import ChatProvider
from functions.llm.forwarding import body_for, body_for_openai
from functions.llm.models import OFFLINE_PREFIX, ChatRequest
from functions.shared.clients import Clients

# An empty variable is one that is not set: who wants no model has to say so.
NO_MODEL = "none"


@dataclass(frozen=True)
class Candidate:
    """A model at a provider, and what it is asked."""

    provider: ChatProvider
    model: str
    body: dict[str, Any]
    breaker: str
    """The name of its circuit breaker."""


def candidates(request: ChatRequest, clients: Clients) -> list[Candidate]:
    """Return the canvas's model and the fallback model at OpenRouter, each once, then a model at OpenAI itself."""
    settings, openrouter = clients.settings, clients.openrouter
    if openrouter is None or request.model.startswith(OFFLINE_PREFIX):
        return []
    name_of = clients.resilience.breakers.name_of
    models = dict.fromkeys((request.model, settings.writer_fallback_model))
    chain = [
        Candidate(openrouter, model, body_for(request, model), name_of(openrouter.name, model)) for model in models
    ]
    if clients.openai is not None and settings.writer_openai_model != NO_MODEL:
        model = settings.writer_openai_model
        breaker = name_of(clients.openai.name, model)
        chain.append(Candidate(clients.openai, model, body_for_openai(request, model), breaker))
    return chain
