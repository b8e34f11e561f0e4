"""Small rows for the SQL tests."""

import uuid
from typing import Any

import psycopg

MODEL = "test/model"


def vector(*values: float) -> str:
    """A vector of 1536 dimensions that starts with these values."""
    return "[" + ",".join(str(value) for value in (*values, *([0.0] * (1536 - len(values))))) + "]"


def add_document(db: psycopg.Connection[Any], owner: str, name: str = "", priority: int = 1) -> uuid.UUID:
    row = db.execute(
        "insert into public.documents (filename, title, agent_owner, priority, content_hash) "
        "values (%s, 'Titre', %s, %s, 'h') returning id",
        (name or f"{uuid.uuid4()}.md", owner, priority),
    ).fetchone()
    assert row
    return row[0]


def add_chunk(
    db: psycopg.Connection[Any],
    document: uuid.UUID,
    owner: str,
    content: str = "texte",
    embedding: str = vector(1.0),
    index: int = 0,
    model: str = MODEL,
    heading: str = "Titre",
    score: float = 1.0,
) -> uuid.UUID:
    row = db.execute(
        "insert into public.document_chunks (document_id, agent_owner, chunk_index, heading_path, content, "
        "content_hash, embedding, embedding_model, relevance_score) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id",
        (document, owner, index, heading, content, uuid.uuid4().hex, embedding, model, score),
    ).fetchone()
    assert row
    return row[0]


def add_passage(db: psycopg.Connection[Any], owner: str, content: str = "texte", **more: Any) -> uuid.UUID:
    priority = more.pop("priority", 1)
    return add_chunk(db, add_document(db, owner, priority=priority), owner, content, **more)
