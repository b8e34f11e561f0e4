"""What somebody without the secret key can try at the door of the database: identities, requests, disguises."""

import base64
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import jwt
import psycopg

from dev.settings import Settings

NOBODY = "00000000-0000-4000-8000-000000000000"
SAMPLES: dict[str, Any] = {
    "uuid": NOBODY, "text": "intrus", "integer": 1, "bigint": 1, "double precision": 0.5, "jsonb": {}, "boolean": True,
    "text[]": ["intrus"], "extensions.vector": "[" + ",".join(["0.1"] * 1536) + "]", "numeric": 1,
    "uuid[]": [NOBODY], "timestamp with time zone": "2026-01-01T00:00:00Z", "turn_claims": {}, "public.turn_claims": {},
}  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """One request of a stranger."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None


def identities(settings: Settings) -> dict[str, dict[str, str]]:
    """Every way to show up without the secret key; `anon` and `authenticated` are honest, the others pretend."""
    anon = settings.supabase_anon_key
    signed = {
        "expired service role": _token(settings.supabase_jwt_secret, "service_role", time.time() - 60),
        "service role of another issuer": _token("x" * 64, "service_role"),
        "service role without signature": _unsigned("service_role"),
        "service role from later": _token(settings.supabase_jwt_secret, "service_role", not_before=time.time() + 600),
        "authenticated": _token(settings.supabase_jwt_secret, "authenticated"),
        "owner": _token(settings.supabase_jwt_secret, "postgres"),
        "superuser": _token(settings.supabase_jwt_secret, "supabase_admin"),
        "unknown role": _token(settings.supabase_jwt_secret, "root"),
        "role as a list": _token(settings.supabase_jwt_secret, ["service_role"]),
        "anon signed with the algorithm changed": _token(settings.supabase_jwt_secret, "anon", algorithm="HS512"),
    }
    return {
        "nothing": {},
        "anon": {"apikey": anon, "Authorization": f"Bearer {anon}"},
        "anon key alone": {"apikey": anon},
        "publishable key": {"apikey": settings.supabase_publishable_key},
        "wrong secret key": {"apikey": "sb_secret_" + "x" * 32},
        "wrong secret key behind the anon key": {"apikey": anon, "Authorization": "Bearer sb_secret_" + "x" * 32},
        "empty key": {"apikey": ""},
        "name of the role as key": {"apikey": "service_role"},
        "headers that name the role": {"apikey": anon, "Role": "service_role", "X-Role": "service_role"},
        **{name: {"apikey": anon, "Authorization": f"Bearer {token}"} for name, token in signed.items()},
    }


def _token(
    secret: str, role: Any, expires: float | None = None, not_before: float | None = None, algorithm: str = "HS256"
) -> str:
    claims = {"role": role, "exp": int(expires or time.time() + 600)}
    return jwt.encode(claims | ({"nbf": int(not_before)} if not_before else {}), secret, algorithm=algorithm)


def _unsigned(role: str) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, {"role": role, "exp": int(time.time()) + 600})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def attempts(db: psycopg.Connection[Any]) -> list[Attempt]:
    """Every request on every table, view and function that the catalogue knows."""
    relations = _column(db, "select relname from pg_class where relkind in ('r', 'p', 'v', 'm') and {public}")
    return [*_documents(), *(one for name in relations for one in _on_relation(name)), *_calls(db)]


def _column(db: psycopg.Connection[Any], query: str) -> list[str]:
    public = "relnamespace = 'public'::regnamespace"
    return [row[0] for row in db.execute(query.format(public=public)).fetchall()]  # type: ignore[call-overload]


def _documents() -> Iterator[Attempt]:
    for path in ("/", "//", "/?apikey=service_role", "/rpc", "/rpc/", "/pg_roles", "/pg_catalog.pg_authid"):
        yield Attempt("GET", path)
    for schema in ("pg_catalog", "information_schema", "extensions", "supabase_migrations", "auth", "public"):
        yield Attempt("GET", "/pg_authid?select=*", {"Accept-Profile": schema})
        yield Attempt("GET", "/schema_migrations", {"Accept-Profile": schema})
        yield Attempt("POST", "/rpc/pg_sleep", {"Content-Profile": schema}, {"": 0})


def _on_relation(name: str) -> Iterator[Attempt]:
    everything, row = f"/{name}?select=*", {"id": str(uuid4())}
    returning = "return=representation,missing=default"
    yield Attempt("GET", everything)
    yield Attempt("HEAD", everything, {"Prefer": "count=exact", "Range": "0-"})
    yield Attempt("GET", f"/{name}?select=count()")
    yield Attempt("GET", f"/{name}?select=*,messages(*),conversations(*),documents(*)")
    yield Attempt("GET", f"/{name}?or=(id.is.null,id.not.is.null)", {"Accept": "application/vnd.pgrst.plan+json"})
    yield Attempt("GET", f"/{name}?limit=1", {"Accept": "application/vnd.pgrst.object+json"})
    yield Attempt("GET", everything, {"Accept": "text/csv", "Accept-Profile": "public"})
    yield Attempt("POST", f"/{name}", {"Prefer": returning}, row)
    yield Attempt("POST", f"/{name}?columns=id", {"Prefer": f"{returning},resolution=merge-duplicates"}, [row, row])
    yield Attempt("PUT", f"/{name}?id=eq.{row['id']}", {"Prefer": returning}, row)
    yield Attempt("PATCH", f"/{name}?id=not.is.null", {"Prefer": f"{returning},tx=commit"}, {"id": NOBODY})
    yield Attempt("DELETE", f"/{name}?id=not.is.null", {"Prefer": f"{returning},count=exact"})
    yield Attempt("DELETE", f"/{name}", {"Prefer": "tx=commit,handling=lenient"})


def _calls(db: psycopg.Connection[Any]) -> Iterator[Attempt]:
    functions = db.execute(
        "select proname, coalesce(proargnames, '{}'), "
        "array(select format_type(kind, null) from unnest(proargtypes) as kind), pronargs "
        "from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'"
    ).fetchall()
    for name, names, types, count in functions:
        body = {key: SAMPLES.get(kind) for key, kind in zip(names[:count], types, strict=False)}
        yield Attempt("POST", f"/rpc/{name}", {"Prefer": "tx=commit,return=representation"}, body)
        yield Attempt("GET", f"/rpc/{name}?" + str(httpx.QueryParams({k: str(v) for k, v in body.items()}))[:4000])
        yield Attempt("POST", f"/rpc/{name}", {"Prefer": "params=single-object"}, body)
        yield Attempt("POST", f"/rpc/{name}?select=*", {"Content-Profile": "public"}, body)


def send(client: httpx.Client, attempt: Attempt, identity: dict[str, str]) -> httpx.Response:
    headers = {**attempt.headers, **identity}
    return client.request(attempt.method, "/rest/v1" + attempt.path, headers=headers, json=attempt.body)
