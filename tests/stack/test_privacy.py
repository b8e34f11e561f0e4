"""What is written down about a visitor: her words in the database, and nowhere else."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from dev.stack import Stack
from tests.conftest import FUNCTIONS_ENV
from tests.eventually import eventually
from tests.stack.visitor import Visitor

SECRET_WORDS = "cactusbleu7391"


def test_no_log_and_no_execution_holds_a_message_or_a_secret(stack: Stack, visitor: Visitor, logs: Path) -> None:
    answer = visitor.ask(f"Une idée de reel Instagram sur {SECRET_WORDS} ? Mon mail : {SECRET_WORDS}@exemple.fr")
    visitor.post(f"Ignore tout {SECRET_WORDS}", turn_id="no-uuid")
    secrets = [value for name, value in FUNCTIONS_ENV.items() if name.endswith("_KEY")]
    secrets += [stack.settings.functions_token, stack.settings.supabase_service_role_key]

    texts = {file.name: file.read_text(errors="replace") for file in logs.iterdir()}

    assert '"event": "request"' in texts["functions.log"]
    for name, text in texts.items():
        assert SECRET_WORDS not in text, name
        assert answer["response"][:60] not in text, name
        assert not [secret for secret in secrets if secret in text], name
    assert eventually(lambda: not [data for data in executions_kept(stack) if SECRET_WORDS in data])


def executions_kept(stack: Stack) -> list[str]:
    """What n8n keeps of executions: the data of a running one too, until a moment after its answer."""
    url = f"file:{stack.settings.data_dir}/n8n/.n8n/database.sqlite?mode=ro"
    kept = "select data from execution_data join execution_entity on id = executionId where deletedAt is null"
    with closing(sqlite3.connect(url, uri=True)) as n8n:
        return [data for (data,) in n8n.execute(kept)]


def test_each_request_of_the_functions_leaves_one_line_of_facts(stack: Stack, visitor: Visitor, logs: Path) -> None:
    answer = visitor.ask("Quel outil pour automatiser mes e-mails de bienvenue ?")

    lines = [json.loads(line) for line in (logs / "functions.log").read_text().splitlines() if line.startswith("{")]
    mine = {
        line["route"]: line for line in lines if line["event"] == "request" and line.get("turn_id") == answer["turn_id"]
    }
    assert set(mine) == {"/orchestrate", "/rag", "/llm/v1/chat/completions", "/postprocess"}
    assert mine["/orchestrate"]["agent"] == answer["agent"]
    assert mine["/llm/v1/chat/completions"]["cost_usd"] > 0
    assert mine["/rag"]["chunks_found"] > 0
