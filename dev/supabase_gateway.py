"""The Supabase-shaped URL in front of PostgREST (the process itself is `supabase_gateway.mjs`)."""

from pathlib import Path

from dev import postgrest
from dev.env_file import role_token
from dev.environment import basics
from dev.liveness import answers
from dev.node import NODE, require
from dev.part import Part
from dev.settings import ROOT, Settings

SCRIPT = Path(__file__).with_suffix(".mjs")


def part(settings: Settings) -> Part:
    """Describes the gateway process."""
    return Part(
        name="gateway",
        command=(require(NODE), str(SCRIPT)),
        environment={**basics(), **configuration(settings)},
        ready=lambda log: answers(f"{settings.local_supabase_url}/rest/v1/", {"apikey": settings.supabase_secret_key}),
        folder=ROOT,
    )


def configuration(settings: Settings) -> dict[str, str]:
    return {
        "NODE_ENV": "production",
        "GATEWAY_PORT": str(settings.supabase_port),
        "POSTGREST_SOCKET": str(postgrest.socket(settings)),
        "SERVICE_ROLE_JWT": role_token("service_role", settings.supabase_jwt_secret),
        "ANON_JWT": role_token("anon", settings.supabase_jwt_secret),
        "SERVICE_ROLE_KEYS": f"{settings.supabase_service_role_key},{settings.supabase_secret_key}",
        "ANON_KEYS": f"{settings.supabase_anon_key},{settings.supabase_publishable_key}",
    }
