"""SIGKILL of each part at each point of a turn, while visitors ask, leave and ask again."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice, product

import httpx

from bench.chaos.broken_stack import BrokenStack
from bench.chaos.proxy import Moment, Trap
from bench.chaos.traffic import Turn, Way, visit

PARTS = ("postgrest", "functions", "postgres", "n8n")
POINTS: dict[str, tuple[str, str, Moment] | None] = {
    "before open": ("database-of-n8n", "/rpc/open_turn", "before"),
    "after open": ("database-of-n8n", "/rpc/open_turn", "after"),
    "during routing": ("functions", "/orchestrate", "during"),
    "during retrieval": ("functions", "/rag", "during"),
    "during writing": ("functions", "/llm/v1/chat/completions", "in_answer"),
    "before save": ("database-of-n8n", "/rpc/save_turn", "before"),
    "during save": ("database-of-n8n", "/rpc/save_turn", "during"),
    "after save": ("database-of-n8n", "/rpc/save_turn", "after"),
    "idle": None,
}
WAYS: tuple[Way, ...] = ("whole", "stream", "leaves")
POINT_WITHIN_S = 20.0
OUTAGE_S = 0.5
PATIENCE_S = 120.0
TOKENS_PER_S = 60  # an answer takes a second, so that there is a middle to kill in


@dataclass
class Kill:
    """One kill, its visitors, and when the part was gone and back."""

    part: str
    point: str
    turns: list[Turn]
    reached: bool = True
    killed_at: datetime | None = None
    back_at: datetime | None = None


@dataclass
class Kills:
    """All kills of a run, and the visitors who may still be asking."""

    done: list[Kill] = field(default_factory=list)
    visits: list[asyncio.Task[Turn]] = field(default_factory=list)


async def run(broken: BrokenStack, count: int) -> list[Kill]:
    """Kill so many times, one part and one point after the other, and return when every visitor has ended."""
    kills = Kills()
    await slow_writer(broken)
    plan = islice(cycle((part, point) for point, part in product(POINTS, PARTS)), count)
    async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
        for number, (part, point) in enumerate(plan):
            await kill_once(broken, client, kills, Kill(part, point, new_turns(part, point, number)))
        await asyncio.gather(*kills.visits)
    return kills.done


async def slow_writer(broken: BrokenStack) -> None:
    async with httpx.AsyncClient() as client:
        rule = {"provider": "openrouter", "tokens_per_s": TOKENS_PER_S}
        (await client.post(f"{broken.simulator_url}/_control", json=rule)).raise_for_status()


def new_turns(part: str, point: str, number: int) -> list[Turn]:
    label = f"{part} killed {point}"
    return [Turn(way, label, number * len(WAYS) + place) for place, way in enumerate(WAYS)]


async def kill_once(broken: BrokenStack, client: httpx.AsyncClient, kills: Kills, kill: Kill) -> None:
    fallen = asyncio.Event()

    async def strike() -> None:
        await asyncio.to_thread(broken.stack.kill, kill.part)
        kill.killed_at = datetime.now(UTC)
        fallen.set()

    place = POINTS[kill.point]
    if place:
        door, path, moment = place
        broken.doors[door].trap = Trap(path, moment, strike)
        kills.visits += visits(broken, client, kill.turns)
        kill.reached = await reached(fallen)
        broken.doors[door].trap = None
    if not fallen.is_set():
        await strike()
    if not place:
        kills.visits += visits(broken, client, kill.turns)
    await asyncio.sleep(OUTAGE_S)
    await asyncio.to_thread(broken.stack.start_part, kill.part)
    kill.back_at = datetime.now(UTC)
    kills.done.append(kill)
    print(f"{len(kills.done)}: {kill.part} {kill.point}{'' if kill.reached else ' (not reached)'}", flush=True)


def visits(broken: BrokenStack, client: httpx.AsyncClient, turns: Sequence[Turn]) -> list[asyncio.Task[Turn]]:
    url = broken.stack.webhook_url
    return [
        asyncio.create_task(visit(client, url, turn, again=turn.way != "leaves", patience=PATIENCE_S)) for turn in turns
    ]


async def reached(fallen: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(fallen.wait(), POINT_WITHIN_S)
    return fallen.is_set()
