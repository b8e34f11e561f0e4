"""What the planner does inside an SQL function: its body, with values in the place of its arguments."""

import re
from typing import Any

import psycopg


def rows_for_plans(db: psycopg.Connection[Any]) -> None:
    """Enough rows that an index is worth its while, nearly all of one owner."""
    db.execute(
        """
        with documents as (
            insert into public.documents (filename, title, agent_owner, content_hash)
            select owner || number, 'x', owner, 'x'
            from generate_series(1, 24) as number, (values ('audrey'), ('shared')) as known (owner)
            returning id, agent_owner
        )
        insert into public.document_chunks
            (document_id, agent_owner, chunk_index, content, content_hash, embedding, embedding_model)
        select
            id, agent_owner, number, 'mot' || (number * 7 % 97) || ' commun', 'h',
            (array[1, number / 100.0, random()]::real[] || array_fill(0::real, array[1533]))::extensions.vector,
            'test/model'
        from documents, generate_series(1, 50) as number
        """
    )
    db.execute("analyze public.document_chunks, public.documents, public.search_words")


def plan_of(db: psycopg.Connection[Any], function: str, **arguments: str) -> str:
    """Return the plan of a function's body."""
    row = db.execute("select prosrc from pg_proc where proname = %s", (function,)).fetchone()
    assert row
    body = row[0]
    for name, value in arguments.items():
        body = re.sub(rf"\b{function}\.{name}\b", lambda _, value=value: value, body)
    return "\n".join(line for (line,) in db.execute(f"explain {body}").fetchall())
