"""The gateway turns API keys into roles as hosted Supabase does."""

import json
import socketserver
import subprocess
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest

from dev import ports, postgrest, supabase_gateway
from dev.env_file import role_token
from dev.settings import Settings, load

MEGABYTE = 1024 * 1024


class Echo(BaseHTTPRequestHandler):
    """In place of PostgREST: tells what arrived."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen = {"path": self.path, "authorization": self.headers["authorization"], "apikey": self.headers["apikey"]}
        answer = json.dumps(seen | {"body": body.decode(), "prefer": self.headers["prefer"]}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def address_string(self) -> str:
        return "socket"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def fresh_settings(folder: Path) -> Settings:
    return load(folder / ".env", data_dir=folder / "data", supabase_port=ports.free())


@contextmanager
def serving(settings: Settings) -> Generator[httpx.Client]:
    part = supabase_gateway.part(settings)
    with subprocess.Popen(part.command, env=dict(part.environment), stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        with httpx.Client(base_url=settings.local_supabase_url, trust_env=False) as client:
            yield client
        process.terminate()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fresh_settings(tmp_path_factory.mktemp("gateway"))


@pytest.fixture(scope="module")
def gateway(settings: Settings) -> Iterator[httpx.Client]:
    socket = postgrest.socket(settings)
    socket.parent.mkdir(parents=True)
    with socketserver.ThreadingUnixStreamServer(str(socket), Echo) as upstream:
        upstream.daemon_threads = True
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        with serving(settings) as client:
            yield client
        upstream.shutdown()


def test_a_secret_key_becomes_the_service_role(gateway: httpx.Client, settings: Settings) -> None:
    seen = gateway.post("/rest/v1/rpc/x?a=1", headers={"apikey": settings.supabase_secret_key}, content="é").json()
    token = role_token("service_role", settings.supabase_jwt_secret).split(".")[0]
    assert seen["path"] == "/rpc/x?a=1"
    assert seen["authorization"].startswith(f"Bearer {token}.")
    assert (seen["apikey"], seen["body"]) == (None, "é")


@pytest.mark.parametrize("names", [["apikey"], ["authorization"], ["apikey", "authorization"]])
def test_an_sb_key_is_never_passed_on(gateway: httpx.Client, settings: Settings, names: list[str]) -> None:
    key = settings.supabase_publishable_key
    filled = {name: key if name == "apikey" else f"Bearer {key}" for name in names}
    assert gateway.post("/rest/v1/t", headers=filled).json()["authorization"].startswith("Bearer ey")


def test_the_caller_s_own_jwt_is_passed_on_as_it_is(gateway: httpx.Client, settings: Settings) -> None:
    headers = {"apikey": settings.supabase_anon_key, "authorization": "Bearer ey.of.a.visitor"}
    assert gateway.post("/rest/v1/t", headers=headers).json()["authorization"] == "Bearer ey.of.a.visitor"


@pytest.mark.parametrize("headers", [{}, {"apikey": "sb_secret_wrong"}, {"authorization": "Bearer sb_secret_wrong"}])
def test_a_missing_or_unknown_key_is_refused(gateway: httpx.Client, headers: dict[str, str]) -> None:
    answer = gateway.post("/rest/v1/t", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_api_key")


def test_nothing_else_exists(gateway: httpx.Client, settings: Settings) -> None:
    for path in ("/auth/v1/token", "/rest/v11/t", "/"):
        answer = gateway.post(path, headers={"apikey": settings.supabase_secret_key})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_body_over_five_megabytes_is_refused(gateway: httpx.Client, settings: Settings) -> None:
    headers = {"apikey": settings.supabase_secret_key}
    assert gateway.post("/rest/v1/t", headers=headers, content=b"x" * (5 * MEGABYTE + 1)).status_code == 413
    assert gateway.post("/rest/v1/t", headers=headers, content=b"x" * MEGABYTE).status_code == 201


def test_when_the_database_s_api_is_away_the_answer_is_503(tmp_path: Path) -> None:
    settings = fresh_settings(tmp_path)
    with serving(settings) as gateway:
        answer = gateway.post("/rest/v1/t", headers={"apikey": settings.supabase_secret_key})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
