"""`python -m bench.rag`: the database step of /rag at two sizes, when one expert owns 90 % and the other 1 %.

Starts a database of its own, loads synthetic passages, builds the indexes of the migrations, then asks as /rag does,
through PostgREST and the Supabase client. Recall is against exact search of the same vectors in the same run.
"""

import argparse
import asyncio
import hashlib
import struct
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from bench.rag_results import Figures, Result, write_results
from bench.synthetic_chunks import DIMENSIONS, Vectors, World
from bench.temporary_base import TemporaryBase, temporary_base
from functions.rag.models import Agent, Question
from functions.rag.search import search_arguments
from functions.shared.clients import open_clients
from functions.shared.database import call

# A question, its vector, and the ids of its nearest passages by exact search.
Asked = tuple[str, list[float], set[str]]

MODEL = "bench/synthetic"
AGENTS: tuple[Agent, ...] = ("audrey", "carole")
# A quarter of a 2 GB server, as hosted Supabase sets it: the base of 100,000 passages weighs 1.5 GB.
SHARED_BUFFERS = "512MB"
PASSAGES_PER_DOCUMENT = 10
NEAREST = 20
WARM_UP = 200  # questions after which the indexes are in memory, as in a base that is used
COLUMNS = "id, document_id, agent_owner, chunk_index, content, content_hash, embedding, embedding_model"
TYPES = ["uuid", "uuid", "text", "int4", "text", "text", "bytea", "text"]


def main() -> None:
    """Measure each size and write `bench/RESULTS-rag.md`."""
    parser = argparse.ArgumentParser(prog="bench.rag")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--questions", type=int, default=500)
    options = parser.parse_args()
    results: list[Result] = []
    for size in options.sizes:
        with temporary_base(shared_buffers=SHARED_BUFFERS) as base:
            results += measure(base, size, options.questions)
    write_results(results, Path(__file__).with_name("RESULTS-rag.md"))


def measure(base: TemporaryBase, size: int, count: int) -> list[Result]:
    """Load so many passages and return one result per expert."""
    world = World()
    texts, vectors = world.questions(count)
    with psycopg.connect(base.postgres_url, autocommit=True) as connection:
        definitions = take_indexes_away(connection)
        exact = load(connection, world, size, vectors)
        build_seconds = build(connection, definitions)
        connection.execute("vacuum analyze")
        sizes = relation_sizes(connection)
    results: list[Result] = []
    for agent in AGENTS:
        rows = zip(texts, vectors, exact[agent], strict=True)
        asked = [(text, [float(value) for value in vector], nearest) for text, vector, nearest in rows]
        results.append(Result(agent, size, asyncio.run(ask(base, agent, asked)), build_seconds, sizes))
    return results


def take_indexes_away(connection: psycopg.Connection) -> list[str]:
    """Drop the search indexes and return what creates them again: a bulk load builds them once."""
    rows = connection.execute(
        "select indexname, indexdef from pg_indexes "
        "where tablename = 'document_chunks' and indexname ~ '(embedding|text)_'"
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"drop index public.{name}")
    return [definition for _, definition in rows]


def load(connection: psycopg.Connection, world: World, size: int, questions: Vectors) -> dict[str, list[set[str]]]:
    """Insert the passages and return, for each expert, the ids of each question's nearest by exact search."""
    best: dict[str, list[list[tuple[float, str]]]] = {agent: [[] for _ in questions] for agent in AGENTS}
    for batch in world.batches(size):
        ids = insert(connection, batch.owners, batch.texts, batch.vectors)
        similarities = questions @ batch.vectors.T
        for agent in AGENTS:
            visible = np.array([owner in (agent, "shared") for owner in batch.owners])
            for of_question, known in zip(similarities, best[agent], strict=True):
                row = np.where(visible, of_question, -2)
                nearest = np.argpartition(-row, min(NEAREST, len(row) - 1))[:NEAREST]
                known.extend((float(row[index]), ids[index]) for index in nearest if row[index] > -2)
                known.sort(reverse=True)
                del known[NEAREST:]
    return {agent: [{one for _, one in known} for known in best[agent]] for agent in AGENTS}


def insert(connection: psycopg.Connection, owners: Sequence[str], texts: Sequence[str], vectors: Vectors) -> list[str]:
    """Insert a batch, ten passages to a document, and return the ids."""
    documents: dict[str, uuid.UUID] = {}
    rows: list[tuple[object, ...]] = []
    for index, (owner, text, vector) in enumerate(zip(owners, texts, vectors, strict=True)):
        if index % PASSAGES_PER_DOCUMENT == 0:
            documents = {}
        if owner not in documents:
            documents[owner] = uuid.uuid4()
            connection.execute(
                "insert into public.documents (id, filename, title, agent_owner, content_hash) "
                "values (%s, %s, 'x', %s, 'x')",
                (documents[owner], f"{documents[owner]}.md", owner),
            )
        packed = struct.pack(">hh", DIMENSIONS, 0) + vector.astype(">f4").tobytes()
        hashed = hashlib.sha256(text.encode()).hexdigest()
        rows.append((uuid.uuid4(), documents[owner], owner, index, text, hashed, packed, MODEL))
    with connection.cursor().copy(f"copy public.document_chunks ({COLUMNS}) from stdin with (format binary)") as copy:
        copy.set_types(TYPES)
        for row in rows:
            copy.write_row(row)
    return [str(row[0]) for row in rows]


def build(connection: psycopg.Connection, definitions: Sequence[str]) -> float:
    """Create the indexes and return the seconds it took."""
    connection.execute("set maintenance_work_mem = '1GB'")
    start = time.perf_counter()
    for definition in definitions:
        connection.execute(definition)
    return time.perf_counter() - start


def relation_sizes(connection: psycopg.Connection) -> dict[str, int]:
    """Return bytes on disk: the vector indexes, the word indexes, and table with everything."""
    row = connection.execute(
        """select
            sum(pg_relation_size(indexrelid)) filter (where indexrelid::regclass::text like '%%embedding%%'),
            sum(pg_relation_size(indexrelid)) filter (where indexrelid::regclass::text like '%%search_text%%'),
            pg_total_relation_size('public.document_chunks')
        from pg_index where indrelid = 'public.document_chunks'::regclass"""
    ).fetchone()
    assert row
    return {"vectors": row[0], "words": row[1], "all": row[2]}


async def ask(base: TemporaryBase, agent: Agent, asked: Sequence[Asked]) -> Figures:
    """Ask every question, one after the other, as /rag does, and compare the nearest with exact search."""
    milliseconds: list[float] = []
    recalls: list[float] = []
    async with open_clients(base.settings) as clients:
        for number, (text, vector, exact) in enumerate(asked):
            arguments = search_arguments(Question(query=text, agent=agent), vector, MODEL, 0.0)
            start = time.perf_counter()
            await call(clients.database, "search_knowledge", **arguments)
            if number >= WARM_UP:
                milliseconds.append((time.perf_counter() - start) * 1000)
            nearest = {"agent": agent, "query_embedding": str(vector), "embedding_model": MODEL, "passages": NEAREST}
            found: Any = await call(clients.database, "nearest_passages", **nearest)
            recalls.append(len(exact & {row["id"] for row in found}) / len(exact))
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Figures(float(p50), float(p95), sum(recalls) / len(recalls))


if __name__ == "__main__":
    main()
