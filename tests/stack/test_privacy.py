"""What is written down about a visitor: her words in the database, and nowhere else."""

import json
import sqlite3
from pathlib import Path

from dev.stack import Stack
from tests.conftest import FUNCTIONS_ENV
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
    n8n = sqlite3.connect(f"file:{stack.settings.data_dir}/n8n/.n8n/database.sqlite?mode=ro", uri=True)
    kept = n8n.execute(
        "select data from execution_data join execution_entity on id = executionId where deletedAt is null"
    )
    assert SECRET_WORDS not in "".join(str(row) for row in kept)
    n8n.close()


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
