"""One way to build an HTTP application out of a function's routes."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.shared import health, metrics
from functions.shared.clients import open_clients
from functions.shared.errors import BodyTooLarge, Problem, add_error_handlers, problem_response
from functions.shared.facts import start_facts
from functions.shared.logs import configure_logs, get_logger
from functions.shared.problem_contract import PROBLEMS
from functions.shared.settings import Settings, get_settings
from functions.shared.tracing import start_tracing

QUIET_ROUTES = {"/healthz", "/readyz", "/metrics"}
# Documents, and conversations of any length on their way to the team's page.
LARGE_BODIES = ("/knowledge", "/desk")

log = get_logger(__name__)


def create_app(title: str, *routers: APIRouter, settings: Settings | None = None) -> FastAPI:
    """Return an application with these routers, health, metrics, logs and one way to fail."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.state.settings = settings or get_settings()
        configure_logs(app.state.settings.log_level)
        async with open_clients(app.state.settings) as clients:
            app.state.clients = clients
            await health.warn_of_unknown_models(clients)
            stop_tracing = start_tracing(app, app.state.settings)
            try:
                yield
            finally:
                stop_tracing()

    app = FastAPI(title=title, lifespan=lifespan, redoc_url=None, responses=PROBLEMS)
    for router in (*routers, health.router):
        app.include_router(router)
    add_error_handlers(app)
    app.add_middleware(OneLogLine)
    app.add_middleware(BodyLimit)
    return app


class OneLogLine:
    """ASGI middleware: one structured line and one metric per request, with the facts that its steps noted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, then log it."""
        if scope["type"] != "http" or scope["path"] in QUIET_ROUTES:
            await self.app(scope, receive, send)
            return
        facts, start, status, started, end = start_facts(), time.perf_counter(), 500, False, 0.0

        async def note_status(message: Message) -> None:
            nonlocal status, started, end
            started = True
            status = message.get("status", status)
            await send(message)
            # what runs after the last byte is not the caller's time
            end = time.perf_counter()

        try:
            await self.app(scope, receive, note_status)
        except Exception as error:
            log.error("unhandled", error=type(error).__name__, exc_info=error)
            if not started:
                await problem_response(Problem("Une erreur interne est survenue."))(scope, receive, note_status)
        finally:
            seconds = (end or time.perf_counter()) - start
            route = getattr(scope.get("route"), "path", "unknown")
            metrics.requests.labels(route, status).inc()
            metrics.request_seconds.labels(route).observe(seconds)
            line = {**facts, "route": route, "status": status, "total_ms": round(seconds * 1000, 1)}
            log.info("request", **line)


class BodyLimit:
    """ASGI middleware: refuse a body over the limit before it is read whole, whatever its length header says."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request if its body stays within the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        settings: Settings = scope["app"].state.settings if "app" in scope else get_settings()
        limit = settings.max_upload_bytes if scope["path"].startswith(LARGE_BODIES) else settings.max_body_bytes
        too_large = BodyTooLarge(f"Le corps de la requête dépasse {limit} octets.")
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > limit:
            await problem_response(too_large)(scope, receive, send)
            return
        received = 0

        async def count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                # FastAPI lets no other exception through while it reads a body
                raise HTTPException(too_large.status) from too_large
            return message

        await self.app(scope, count, send)
