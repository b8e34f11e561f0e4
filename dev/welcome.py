"""What `make run` prints when everything is ready."""

import json
import uuid

from dev.settings import Settings

QUESTION = "Comment créer mon premier tunnel de vente ?"


def welcome(settings: Settings, seconds: float) -> str:
    """Returns the addresses and one command that answers."""
    postgres = f" (Postgres on {settings.postgres_port})" if settings.database == "embedded" else ""
    return f"""
Ready in {seconds:.0f} s.

  demo page   {settings.demo_url}
  editor      {settings.n8n_url}  ({settings.n8n_owner_email}, password: N8N_OWNER_PASSWORD in {settings.env_file})
  team page   {settings.n8n_url}/webhook/equipe  (equipe, password: TEAM_PASSWORD in {settings.env_file})
  documents   {settings.n8n_url}/form/ajouter-un-document  (the same login)
  webhook     {settings.webhook_url}
  streaming   {settings.webhook_url}/stream
  API docs    {settings.functions_url}/docs
  database    {settings.api_url}{postgres}
  logs        {settings.data_dir / "logs"}

Try it (another message needs another turn_id):
  {curl(settings)}

Ctrl-C or `make stop` ends it.
"""


def curl(settings: Settings) -> str:
    """Returns a question as the widget would send it."""
    body = {"message": QUESTION, "conversation_id": str(uuid.uuid4()), "turn_id": str(uuid.uuid4())}
    text = json.dumps(body, ensure_ascii=False)
    return f"curl -sS {settings.webhook_url} -H 'Content-Type: application/json' -d '{text}'"
