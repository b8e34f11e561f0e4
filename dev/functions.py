"""The Python functions, served by uvicorn."""

import os
import sys
from collections.abc import Mapping

from dev import env_file
from dev.environment import basics
from dev.liveness import answers
from dev.part import Part
from dev.settings import HOST, Settings

# What the functions never need: a leak there must not open the database or the editor.
WITHHELD = ("N8N_ENCRYPTION_KEY", "N8N_OWNER_PASSWORD", "POSTGRES_PASSWORD", "SUPABASE_JWT_SECRET")


def part(settings: Settings, extra: Mapping[str, str]) -> Part:
    """Describes the functions' process; `extra` wins over every other source of its environment."""
    place = ("--app-dir", str(settings.functions_dir), "--host", HOST, "--port", str(settings.functions_port))
    quiet = ("--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "5")
    return Part(
        name="functions",
        command=(sys.executable, "-m", "uvicorn", settings.functions_app, *place, *quiet),
        environment=environment(settings, extra),
        ready=lambda log: answers(f"{settings.functions_url}/healthz"),
        folder=settings.data_dir,  # not the checkout: a second stack must not read its .env
    )


def environment(settings: Settings, extra: Mapping[str, str]) -> dict[str, str]:
    """Provider keys, models and limits come from the shell or from the env file, as they are."""
    merged = {
        **env_file.read(settings.env_file),
        **os.environ,
        **basics(),
        "FUNCTIONS_TOKEN": settings.functions_token,
        "FUNCTIONS_URL": settings.functions_url,
        "SUPABASE_URL": settings.api_url,
        "SUPABASE_SERVICE_ROLE_KEY": settings.supabase_service_role_key,
        "N8N_URL": settings.n8n_url,
        "DEMO_URL": settings.demo_url,
        "ENV_FILE": str(settings.env_file),
        **extra,
    }
    return {name: value for name, value in merged.items() if name not in WITHHELD}
