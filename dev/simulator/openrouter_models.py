"""OpenRouter's `GET /models`: the models on offer, with the members that its specification requires."""

from typing import Any

from starlette.responses import JSONResponse, Response

OFFERED = (
    "anthropic/claude-sonnet-5.5",
    "anthropic/claude-haiku-5.5",
    "openai/gpt-5.5-mini",
    "mistralai/mistral-large-4",
)
# Ids that the architecture document names and that no provider serves any more.
RETIRED = {"anthropic/claude-3.5-sonnet", "anthropic/claude-3-haiku", "openai/gpt-4o-mini"}


def list_models() -> Response:
    """Answer the list of models."""
    data = [_model(id) for id in OFFERED]
    return JSONResponse({"data": data, "total_count": len(data), "links": {"next": None}})


def _model(id: str) -> dict[str, Any]:
    return {
        "id": id,
        "canonical_slug": id,
        "name": id.partition("/")[2],
        "created": 1_780_000_000,
        "description": "A simulated model.",
        "context_length": 200_000,
        "architecture": {
            "modality": "text->text",
            "input_modalities": ["text"],
            "output_modalities": ["text"],
            "tokenizer": "Other",
            "instruct_type": None,
        },
        "pricing": {"prompt": "0.000003", "completion": "0.000015"},
        "top_provider": {"context_length": 200_000, "max_completion_tokens": 64_000, "is_moderated": False},
        "per_request_limits": None,
        "supported_parameters": ["max_tokens", "temperature", "reasoning", "response_format"],
        "supported_voices": None,
        "default_parameters": None,
        "knowledge_cutoff": None,
        "expiration_date": None,
        "links": {"details": f"/api/v1/models/{id}/endpoints"},
    }
