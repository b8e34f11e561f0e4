"""The smallest checkout that a stack can run: one flow, one credential, one migration, one document."""

import os
from pathlib import Path
from typing import Any

import httpx

from dev import ports
from dev.settings import ROOT, Settings, load
from dev.workflow_file import Json, to_text

MIGRATION = """
create table public.notes (id int primary key, body text not null);
grant select, insert on public.notes to service_role;
"""
SEED = "insert into public.notes values (1, 'seed');"
CREDENTIAL = '{"id": "functions", "name": "F", "type": "httpBearerAuth", "data": {"token": "${FUNCTIONS_TOKEN}"}}'
FOLDERS = ("data_dir", "workflows_dir", "credentials_dir", "supabase_dir", "knowledge_dir", "widget_dir")


def make(folder: Path) -> Settings:
    """Writes the checkout and returns settings that leave every other stack alone."""
    files = {
        "workflows_dir/echo.json": to_text(echo_flow("Écho")),
        "credentials_dir/functions.json": CREDENTIAL,
        "supabase_dir/migrations/20260101000000_notes.sql": MIGRATION,
        "supabase_dir/seed.sql": SEED,
        "knowledge_dir/audrey/guide.md": "# Guide",
        "widget_dir/index.html": "<h1>Démo</h1>",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    places: dict[str, Any] = {name: folder / name for name in FOLDERS} | ports.free_for_a_stack()
    return load(folder / ".env", functions_dir=ROOT / "tests" / "dev", functions_app="stub_functions:app", **places)


def echo_flow(name: str) -> Json:
    """Returns a flow that answers what it was told."""
    webhook: Json = {"path": "chat", "httpMethod": "POST", "responseMode": "responseNode", "options": {}}
    respond: Json = {"respondWith": "json", "responseBody": "={{ { heard: $json.body.message } }}", "options": {}}
    return {
        "id": "echo",
        "name": name,
        "nodes": [node("Message reçu", "webhook", 2.1, webhook), node("Répondre", "respondToWebhook", 1.5, respond)],
        "connections": {"Message reçu": {"main": [[{"node": "Répondre", "type": "main", "index": 0}]]}},
        "settings": {"executionOrder": "v1"},
    }


def node(name: str, kind: str, version: float, parameters: Json) -> Json:
    fixed = {"id": kind, "webhookId": kind} if kind == "webhook" else {"id": kind}
    typed = {"name": name, "type": f"n8n-nodes-base.{kind}", "typeVersion": version, "position": [0, 0]}
    return {**fixed, **typed, "parameters": parameters}


def environment(settings: Settings) -> dict[str, str]:
    """Returns the same settings for a command line."""
    names = (*ports.SETTINGS, *FOLDERS, "functions_dir", "functions_app", "env_file")
    return {**os.environ, **{name.upper(): str(getattr(settings, name)) for name in names}}


def ask(settings: Settings, message: str) -> Any:
    return httpx.post(settings.webhook_url, json={"message": message}, trust_env=False, timeout=20).json()


def edit_in_n8n(settings: Settings, name: str) -> None:
    """Renames the flow as a marketer would."""
    login = {"emailOrLdapLoginId": settings.n8n_owner_email, "password": settings.n8n_owner_password}
    with httpx.Client(base_url=settings.n8n_url, trust_env=False, timeout=20) as editor:
        editor.post("/rest/login", json=login).raise_for_status()
        flow = editor.get("/rest/workflows/echo").json()["data"]
        kept = {key: flow[key] for key in ("nodes", "connections", "versionId")}
        editor.patch("/rest/workflows/echo", json={**kept, "name": name}).raise_for_status()
