"""An answer that n8n cannot even send to the database, or that the database takes without a word: neither is lost."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from dev import addresses, ports
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.stack import Stack
from tests.eventually import eventually
from tests.stack.test_turn import INSTAGRAM
from tests.stack.visitor import PATIENCE, Database, Visitor

SAVE = "/rest/v1/rpc/save_turn"
FORBIDDEN = "http://10.0.0.1"  # n8n's SSRF guard refuses it before any request, as it does a name that nobody knows
SETTLED_WITHIN = 60.0  # seconds


class Silent(BaseHTTPRequestHandler):
    """Answers 200 with nothing in it: n8n hands on what it sent, which looks like an answer."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module", params=["forbidden", "silent"])
def unsaving(request: pytest.FixtureRequest, silent: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack without provider keys whose chat cannot save in the database, while every other flow can."""
    base = {"forbidden": FORBIDDEN, "silent": silent}[request.param]
    folder: Path = tmp_path_factory.mktemp("unsaving")
    flows = folder / "workflows"
    shutil.copytree(dev_settings.load(folder / "env").workflows_dir, flows)
    chat = flows / "chat-turn.json"
    text, saving = chat.read_text(encoding="utf-8"), f"{addresses.COMMITTED_SUPABASE_URL}{SAVE}"
    assert text.count(saving) == 1
    chat.write_text(text.replace(saving, f"{base}{SAVE}"), encoding="utf-8")
    free = ports.free_for_a_stack()
    settings = dev_settings.load(folder / "env", data_dir=folder / "data", workflows_dir=flows, **free)
    with dev_stack.start(settings) as running:
        yield running


def test_it_is_read_and_stored_all_the_same(unsaving: Stack) -> None:
    database = Database(unsaving.postgres_url)
    with httpx.Client(timeout=PATIENCE) as client:
        visitor = Visitor(unsaving.webhook_url, str(uuid4()), client)
        answer = visitor.ask(INSTAGRAM)

    assert answer["agent"] == "carole"
    assert eventually(lambda: len(database.messages(visitor.conversation_id)) == 2, SETTLED_WITHIN)
    asked, answered = database.messages(visitor.conversation_id)
    assert (asked["content"], answered["content"]) == (INSTAGRAM, answer["response"])
    [claim] = database.rows("select attempts from public.turn_claims where turn_id = %s", answer["turn_id"])
    assert claim["attempts"] == 1
