"""The whole product: what lies in its files, and what n8n's own audit says of its flows."""

import json
from pathlib import Path

import pytest

from dev import n8n_cli
from dev.n8n_hardening import HARDENING
from dev.settings import ROOT
from dev.stack import Stack
from tests.conftest import FUNCTIONS_ENV, SimulatorHandle
from tests.stack.visitor import Visitor

pytestmark = pytest.mark.stack
NOWHERE = "http://127.0.0.1:9/"


def holders(files: list[Path], secrets: list[str]) -> list[str]:
    """Returns the files in which a secret can be read."""
    return [file.name for file in files if any(secret.encode() in file.read_bytes() for secret in secrets)]


def test_no_secret_can_be_read_in_the_store_of_n8n_or_in_a_log(
    stack: Stack, visitor: Visitor, simulator: SimulatorHandle
) -> None:
    visitor.ask("Comment automatiser mes e-mails de bienvenue ?")
    simulator.behave("openrouter", "server_500")  # a failed execution is kept, with its data
    visitor.post("Une idée de reel Instagram ?")
    settings = stack.settings
    secrets = [settings.functions_token, settings.supabase_service_role_key, settings.supabase_secret_key]
    secrets += [settings.n8n_owner_password, settings.n8n_encryption_key, settings.postgres_password]
    secrets += [value for name, value in FUNCTIONS_ENV.items() if name.endswith("_KEY")]
    kept_by_n8n = settings.data_dir / "n8n" / ".n8n"
    files = [file for file in [*kept_by_n8n.rglob("*"), *stack.logs.iterdir()] if file.is_file()]
    own = {"config"}  # n8n writes the key of its store beside it, readable by its user only

    assert any(file.name == "database.sqlite" for file in files)
    assert set(holders(files, secrets)) <= own
    assert holders([settings.env_file], secrets) == [settings.env_file.name]  # the look-out works
    assert all(file.stat().st_mode & 0o077 == 0 for file in files if file.name in own)


def test_n8n_s_own_audit_finds_what_docs_securite_explains_and_nothing_else(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HARDENING, "N8N_VERSION_NOTIFICATIONS_ENDPOINT", NOWHERE)
    printed = n8n_cli.run(stack.settings, "audit")
    report = json.loads(printed[printed.index("{") : printed.rindex("}") + 1])
    explained = (ROOT / "docs" / "securite.md").read_text()

    found = {section["title"]: section for risk in report.values() for section in risk["sections"]}
    assert {title for title in found if f"« {title} »" not in explained} == set()
    settings = found["Security settings"]["settings"]
    assert not any(settings["features"].values())
    assert not any(settings["telemetry"].values())
    assert "executeCommand" in settings["nodes"]["nodesExclude"]
