"""What the widget does, and what the database then holds."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from psycopg.rows import dict_row

PATIENCE = 60.0
EXPERTS = ("Audrey", "Carole")


@dataclass
class Visitor:
    """One visitor with one conversation."""

    webhook_url: str
    conversation_id: str
    client: httpx.Client

    def body(self, message: Any, **fields: Any) -> dict[str, Any]:
        ids = {"conversation_id": self.conversation_id, "turn_id": str(uuid4())}
        return {"message": message, **ids, **fields}

    def post(self, message: Any, **fields: Any) -> httpx.Response:
        return self.client.post(self.webhook_url, json=self.body(message, **fields))

    def ask(self, message: str, **fields: Any) -> dict[str, Any]:
        response = self.post(message, **fields)
        assert response.status_code == 200, response.text
        return response.json()

    def stream(self, message: str, **fields: Any) -> "Streamed":
        body = self.body(message, **fields)
        with self.client.stream("POST", f"{self.webhook_url}/stream", json=body) as response:
            return Streamed([json.loads(line) for line in response.iter_lines() if line])


@dataclass
class Streamed:
    """The chunks of a streamed answer."""

    chunks: list[dict[str, Any]]

    @property
    def tokens(self) -> list[str]:
        return [
            chunk["content"]
            for chunk in self.chunks
            if chunk["type"] == "item" and chunk["metadata"]["nodeName"] in EXPERTS
        ]

    @property
    def final(self) -> dict[str, Any]:
        items = [chunk for chunk in self.chunks if chunk["type"] == "item"]
        return json.loads(items[-1]["content"])


@dataclass
class Database:
    """Read access for assertions."""

    url: str

    def rows(self, query: str, *arguments: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(query, arguments).fetchall()  # type: ignore[arg-type]

    def messages(self, conversation_id: str) -> list[dict[str, Any]]:
        return self.rows("select * from public.messages where conversation_id = %s order by seq", conversation_id)
