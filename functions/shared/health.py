"""Liveness, readiness and metrics: the only routes without a token."""

from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from functions.shared.clients import Clients, CurrentClients
from functions.shared.database import call
from functions.shared.errors import DatabaseUnavailable, ProviderFailure
from functions.shared.logs import get_logger
from functions.shared.metrics import REGISTRY

log = get_logger(__name__)
router = APIRouter(tags=["health"])


class Dependency(BaseModel):
    """One thing behind us: is it the real one, and which model does it use?"""

    kind: Literal["real", "stand-in"]
    model: str | None = None
    ready: bool = True


class Readiness(BaseModel):
    """Whether a turn can be answered now, and by what."""

    ready: bool
    dependencies: dict[str, Dependency]


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Say that the process runs."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(clients: CurrentClients, response: Response) -> Readiness:
    """Say which dependencies are real, which are stand-ins, and whether the database answers (503 if not)."""
    database = Dependency(kind="real", ready=await _database_answers(clients))
    if not database.ready:
        response.status_code = 503
    return Readiness(ready=database.ready, dependencies={"database": database, **_providers(clients)})


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics() -> Response:
    """Return the figures in Prometheus's text format."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


async def warn_of_unknown_models(clients: Clients) -> None:
    """Log each configured OpenRouter model that the provider's list does not know; never stops the start."""
    if clients.openrouter is None:
        return
    try:
        known = await clients.openrouter.list_models()
    except ProviderFailure as failure:
        log.warning("models_not_checked", provider=failure.provider, kind=failure.kind)
        return
    settings = clients.settings
    for model in (settings.router_model, settings.writer_model, settings.writer_fallback_model):
        if model not in known:
            log.error("unknown_model", model=model)


async def _database_answers(clients: Clients) -> bool:
    try:
        await call(clients.database, "ping")
    except DatabaseUnavailable:
        return False
    return True


def _providers(clients: Clients) -> dict[str, Dependency]:
    settings = clients.settings
    has_models = clients.openrouter is not None
    return {
        "embeddings": _dependency(clients.embedder.model),
        "rerank": _dependency(clients.reranker.model),
        "router_llm": _dependency(settings.router_model if has_models else "local/router"),
        "writer": _dependency(settings.writer_model if has_models else "local/writer"),
    }


def _dependency(model: str) -> Dependency:
    return Dependency(kind="stand-in" if model.startswith("local/") else "real", model=model)
