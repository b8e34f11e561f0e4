"""What the database holds of each turn, once everything has settled."""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from bench.chaos.traffic import Turn

SETTLES_WITHIN_S = 100.0
ROWS = """
    select turn_id::text,
        count(*) filter (where role = 'user'),
        count(*) filter (where role = 'assistant'),
        max(content) filter (where role = 'assistant'),
        max(created_at) filter (where role = 'assistant')
    from public.messages where turn_id = any(%s::uuid[]) group by turn_id
"""
HANDOFFS = "select turn_id::text, created_at from public.handoffs where turn_id = any(%s::uuid[])"


@dataclass(frozen=True)
class Stored:
    """A turn in the database: how many questions and answers, which answer, and when it was settled."""

    questions: int
    answers: int
    response: str | None
    settled_at: datetime | None


NOTHING = Stored(0, 0, None, None)


def read_stored(postgres_url: str, turns: Sequence[Turn]) -> dict[str, Stored]:
    """Return what is stored of the turns; an answer or a hand-off settles a turn."""
    ids = [turn.turn_id for turn in turns]
    with psycopg.connect(postgres_url) as connection:
        handed = dict(connection.execute(HANDOFFS, (ids,)).fetchall())
        rows = connection.execute(ROWS, (ids,)).fetchall()
    return {row[0]: Stored(row[1], row[2], row[3], row[4] or handed.get(row[0])) for row in rows}


async def settled(postgres_url: str, turns: Sequence[Turn], opened: Collection[str]) -> dict[str, Stored]:
    """Wait until nothing is lost, or until it is clear that it stays lost; return what is stored."""
    end = time.monotonic() + SETTLES_WITHIN_S
    while True:
        stored = await asyncio.to_thread(read_stored, postgres_url, turns)
        if time.monotonic() > end or not any(is_lost(turn, stored, opened) for turn in turns):
            return stored
        await asyncio.sleep(1)


def is_lost(turn: Turn, stored: dict[str, Stored], opened: Collection[str]) -> bool:
    """Say whether an accepted message or an answer that was read is missing.

    Accepted: the database confirmed the question (`opened`), or the visitor read an answer to it.
    """
    row = stored.get(turn.turn_id, NOTHING)
    if turn.answer is not None and turn.turn_id not in stored:
        return True
    accepted = turn.turn_id in opened or turn.answer is not None or row.questions > 0
    return accepted and (row.questions == 0 or row.settled_at is None)


def is_doubled(turn: Turn, stored: dict[str, Stored]) -> bool:
    """Say whether a turn has more than one question or answer."""
    row = stored.get(turn.turn_id, NOTHING)
    return max(row.questions, row.answers) > 1


def differs(turn: Turn, stored: dict[str, Stored]) -> bool:
    """Say whether the visitor read another answer than the stored one."""
    row = stored.get(turn.turn_id, NOTHING)
    return turn.answer is not None and row.response is not None and row.response != turn.answer["response"]
