"""PostgREST: the database's tables and functions over HTTP, on a socket that only the gateway uses."""

from pathlib import Path

from dev import postgres
from dev.environment import basics
from dev.node import POSTGREST, require
from dev.part import Part
from dev.settings import ROOT, Settings

SCHEMAS = "public"  # config.toml's [api] schemas: a new schema is added in both places
POOL = 20


def part(settings: Settings) -> Part:
    """Describes the PostgREST process."""
    return Part(
        name="postgrest",
        command=(require(POSTGREST),),
        environment={**basics(), **configuration(settings)},
        ready=lambda log: "Schema cache loaded" in log,
        folder=ROOT,
        prepare=lambda: socket(settings).unlink(missing_ok=True),
    )


def socket(settings: Settings) -> Path:
    return postgres.sockets(settings) / "postgrest"


def configuration(settings: Settings) -> dict[str, str]:
    host = postgres.sockets(settings)
    login = f"user=authenticator password={settings.postgres_password} dbname=postgres"
    return {
        "PGRST_DB_URI": f"host={host} port={settings.postgres_port} {login}",
        "PGRST_DB_SCHEMAS": SCHEMAS,
        "PGRST_DB_EXTRA_SEARCH_PATH": "public,extensions",
        "PGRST_DB_ANON_ROLE": "anon",
        "PGRST_DB_POOL": str(POOL),
        "PGRST_DB_POOL_ACQUISITION_TIMEOUT": "10",
        "PGRST_JWT_SECRET": settings.supabase_jwt_secret,
        "PGRST_SERVER_UNIX_SOCKET": str(socket(settings)),
        "PGRST_SERVER_UNIX_SOCKET_MODE": "600",
        "PGRST_LOG_LEVEL": "error",
    }
