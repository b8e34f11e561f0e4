"""The demo page: the widget's files and the address of this stack's webhook."""

import os
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dev.environment import basics
from dev.liveness import answers
from dev.part import Part
from dev.settings import HOST, ROOT, Settings


def part(settings: Settings) -> Part:
    """Describes the page's process."""
    options = ("--factory", "--host", HOST, "--port", str(settings.demo_port), "--no-access-log")
    return Part(
        name="demo",
        command=(sys.executable, "-m", "uvicorn", "dev.demo_page:app", *options, "--timeout-graceful-shutdown", "2"),
        environment={**basics(), "WEBHOOK_URL": settings.webhook_url, "WIDGET_DIR": str(settings.widget_dir)},
        ready=lambda log: answers(f"{settings.demo_url}/config.json"),
        folder=ROOT,
    )


def app() -> Starlette:
    """Serves the widget's folder and `/config.json`."""
    files = StaticFiles(directory=os.environ["WIDGET_DIR"], html=True, check_dir=False)
    return Starlette(routes=[Route("/config.json", config), Mount("/", files)])


async def config(request: Request) -> JSONResponse:
    """Tells the page where the visitor's messages go."""
    return JSONResponse({"webhookUrl": os.environ["WEBHOOK_URL"]}, headers={"Cache-Control": "no-store"})
