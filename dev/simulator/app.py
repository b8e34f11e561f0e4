"""The simulator over HTTP: three providers, a control and a journal."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dev.simulator.cohere_rerank import rerank
from dev.simulator.control import Provider, Rule, Simulator
from dev.simulator.faults import error_body, error_response
from dev.simulator.openai_chat import openai_chat
from dev.simulator.openai_embeddings import embeddings
from dev.simulator.openrouter_chat import chat_completions
from dev.simulator.openrouter_models import RETIRED, list_models
from dev.simulator.scripted import KeepAbort

Answer = Callable[[dict[str, Any], Rule], Response]
simulator = Simulator()


def serve(provider: Provider, answer: Answer) -> Callable[[Request], Any]:
    """Return the endpoint of one provider: journal, key, latency, fault, answer."""

    async def endpoint(request: Request) -> Response:
        body = await _body(request)
        simulator.write_down(provider, request.url.path, dict(request.headers), body)
        model = str(body.get("model", ""))
        rule = simulator.rule_for(provider, model)
        if rule.latency_ms:
            await asyncio.sleep(rule.latency_ms / 1000)
        if not _has_key(request):
            return JSONResponse(error_body(provider, "unauthorized_401", model), 401)
        if provider == "openrouter" and model in RETIRED:
            return JSONResponse(error_body(provider, "retired_400", model), 400)
        return error_response(rule, model) or answer(body, rule)

    return endpoint


async def models(request: Request) -> Response:
    """Answer OpenRouter's list; rules are for the calls of a turn and leave it alone."""
    simulator.write_down("openrouter", request.url.path, dict(request.headers), None)
    if not _has_key(request):
        return JSONResponse(error_body("openrouter", "unauthorized_401", ""), 401)
    return list_models()


async def control(request: Request) -> Response:
    """Add a rule, or delete them all."""
    if request.method == "DELETE":
        simulator.rules.clear()
        return Response(status_code=204)
    try:
        simulator.rules.append(Rule.model_validate_json(await request.body()))
    except ValidationError as error:
        return JSONResponse(error.errors(include_url=False, include_context=False, include_input=False), 422)
    return Response(status_code=204)


async def calls(request: Request) -> Response:
    """Return the journal, or empty it."""
    if request.method == "DELETE":
        simulator.calls.clear()
        return Response(status_code=204)
    return JSONResponse([call.model_dump() for call in simulator.calls])


def _has_key(request: Request) -> bool:
    return len(request.headers.get("authorization", "")) > len("Bearer ")


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    return json.loads(raw) if raw else {}


app = KeepAbort(
    Starlette(
        routes=[
            Route("/openai/v1/embeddings", serve("openai", embeddings), methods=["POST"]),
            Route("/openai/v1/chat/completions", serve("openai", openai_chat), methods=["POST"]),
            Route("/cohere/v2/rerank", serve("cohere", rerank), methods=["POST"]),
            Route("/openrouter/api/v1/chat/completions", serve("openrouter", chat_completions), methods=["POST"]),
            Route("/openrouter/api/v1/models", models),
            Route("/_control", control, methods=["POST", "DELETE"]),
            Route("/_calls", calls, methods=["GET", "DELETE"]),
        ]
    )
)
