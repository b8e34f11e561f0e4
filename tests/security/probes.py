"""Flows that try what no flow may do, and a server that sees whether they could."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

from dev.workflow_file import Json
from tests.dev.small_stack import node

ESCAPES = {
    "the environment": "$env.N8N_ENCRYPTION_KEY",
    "the process": "process.env.N8N_ENCRYPTION_KEY",
    "the function constructor": "[].constructor.constructor('return process.env')()",
    "an async constructor": "(async () => {}).constructor('return process')()",
    "require": "require('child_process').execSync('id').toString()",
    "the global object": "globalThis.process.env.N8N_ENCRYPTION_KEY",
    "an import": "import('fs')",
    "the prototype": "({}).__proto__.constructor.constructor('return process.version')()",
}


def probe_flow() -> Json:
    """Returns one flow with a webhook for each trial."""
    request: Json = {"url": "={{ $json.body.url }}", "options": {"timeout": 4000}}
    fetch = named("Appeler", "httpRequest", 4.5, request) | {"onError": "continueRegularOutput"}
    told = "={{ { error: $json.error ?? null, data: $json.data ?? null } }}"
    chains = [chain("probe-fetch", fetch, answer("Répondre", told))]
    for index, expression in enumerate(ESCAPES.values()):
        seen = f"={{{{ {{ seen: String({expression}) }} }}}}"
        chains.append(chain(f"probe-escape-{index}", answer(f"Répondre {index}", seen)))
    links = {
        one["name"]: {"main": [[{"node": following["name"], "type": "main", "index": 0}]]}
        for nodes in chains
        for one, following in pairwise(nodes)
    }
    nodes = [one for nodes in chains for one in nodes]
    settings: Json = {"executionOrder": "v1", "saveDataSuccessExecution": "none"}
    return {"id": "probe", "name": "Essais", "nodes": nodes, "connections": links, "settings": settings}


def chain(path: str, *nodes: Json) -> list[Json]:
    webhook: Json = {"path": path, "httpMethod": "POST", "responseMode": "responseNode", "options": {}}
    return [named(path, "webhook", 2.1, webhook) | {"webhookId": path}, *nodes]


def answer(name: str, expression: str) -> Json:
    body: Json = {"respondWith": "json", "responseBody": expression, "options": {}}
    return named(name, "respondToWebhook", 1.5, body)


def named(name: str, kind: str, version: float, parameters: Json) -> Json:
    return node(name, kind, version, parameters) | {"id": name}


class Listener:
    """Counts who comes, and how many at once."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[str] = []
        self.now = self.most = 0
        self.lock = threading.Lock()

    def enter(self, path: str) -> None:
        with self.lock:
            self.seen.append(path)
            self.now += 1
            self.most = max(self.most, self.now)

    def leave(self) -> None:
        with self.lock:
            self.now -= 1


@contextmanager
def listening(host: str, seconds: float = 0.0) -> Iterator[Listener]:
    """Serve on a free port: `/to/<address>` sends on to it, the rest answers after some time."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.enter(self.path)
            time.sleep(seconds)
            listener.leave()
            elsewhere = self.path.removeprefix("/to/") if self.path.startswith("/to/") else None
            self.send_response(302 if elsewhere else 200)
            self.send_header("Location", elsewhere or "/")
            self.send_header("Content-Length", "0" if elsewhere else "4")
            self.end_headers()
            self.wfile.write(b"" if elsewhere else b"here")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    listener = Listener(f"http://{host}:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield listener
    server.shutdown()
    server.server_close()
