"""Secrets of one machine: generated once into the `.env` file (mode 600), never changed afterwards."""

import os
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import jwt
from dotenv import dotenv_values

TEN_YEARS = 10 * 365 * 24 * 3600
OWNER_EMAIL = "equipe@sales-copilot.local"
HEADING = "\n# Generated on this machine by `make run`; never commit, keep a copy.\n"

Known = Mapping[str, str]
# In this order: the two JWTs are signed with the secret above them.
GENERATORS: Mapping[str, Callable[[Known], str]] = {
    "FUNCTIONS_TOKEN": lambda known: secrets.token_urlsafe(32),
    "SUPABASE_JWT_SECRET": lambda known: secrets.token_urlsafe(48),
    "SUPABASE_SERVICE_ROLE_KEY": lambda known: role_token("service_role", known["SUPABASE_JWT_SECRET"]),
    "SUPABASE_ANON_KEY": lambda known: role_token("anon", known["SUPABASE_JWT_SECRET"]),
    "SUPABASE_SECRET_KEY": lambda known: f"sb_secret_{secrets.token_urlsafe(24)}",
    "SUPABASE_PUBLISHABLE_KEY": lambda known: f"sb_publishable_{secrets.token_urlsafe(24)}",
    "N8N_ENCRYPTION_KEY": lambda known: secrets.token_urlsafe(32),
    "N8N_OWNER_EMAIL": lambda known: OWNER_EMAIL,
    "N8N_OWNER_PASSWORD": lambda known: f"{secrets.token_urlsafe(12)}-A1",
    "POSTGRES_PASSWORD": lambda known: secrets.token_urlsafe(24),
    "SESSION_SECRET": lambda known: secrets.token_urlsafe(32),
    "TEAM_PASSWORD": lambda known: secrets.token_urlsafe(12),
}


def read(path: Path) -> dict[str, str]:
    """Returns the variables of an env file that have a value."""
    return {name: value for name, value in dotenv_values(path).items() if value}


def complete(path: Path) -> None:
    """Appends the secrets that the file lacks; a value that is present stays, whoever wrote it."""
    known = read(path)
    missing = [name for name in GENERATORS if name not in known]
    for name in missing:
        known[name] = GENERATORS[name](known)
    if missing:
        append(path, HEADING + "".join(f"{name}={known[name]}\n" for name in missing))
    path.chmod(0o600)


def append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(text)


def role_token(role: str, secret: str, now: int | None = None) -> str:
    """Signs a key of the shape that Supabase gave out before `sb_...` keys."""
    issued = int(time.time()) if now is None else now
    claims = {"role": role, "iss": "sales-copilot", "iat": issued, "exp": issued + TEN_YEARS}
    return jwt.encode(claims, secret, algorithm="HS256")
