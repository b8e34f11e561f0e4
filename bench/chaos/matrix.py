"""Each fault at each dependency, some visitors at a time."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from statistics import median

import httpx

from bench.chaos.broken_stack import BrokenStack
from bench.chaos.faults import Dependency
from bench.chaos.traffic import PAUSE_S, Turn, Way, visit
from bench.chaos.verdict import Stored, differs, is_doubled, is_lost

WAYS: tuple[Way, ...] = ("whole", "stream", "whole")
OUTCOMES = ("answered", "degraded", "handed off", "refused", "no answer")
LIMIT_S = 45.0  # a visitor who waits longer has no answer
BACK_WITHIN_S = 60.0


@dataclass
class Cell:
    """One fault at one dependency, its turns, and those after it until one was as good as ever."""

    dependency: Dependency
    fault: str
    turns: list[Turn]
    after: list[Turn] = field(default_factory=list[Turn])
    back_s: float = math.nan

    @property
    def name(self) -> str:
        return f"{self.fault} at {self.dependency}"


async def run(broken: BrokenStack, dependencies: Sequence[Dependency], faults: Sequence[str]) -> list[Cell]:
    """Go through the matrix; each cell begins when everything is as good as ever again."""
    cells: list[Cell] = []
    async with httpx.AsyncClient(timeout=LIMIT_S) as client:
        for fault in faults:
            for dependency in dependencies:
                cells.append(await run_cell(broken, client, dependency, fault, len(cells)))
                print(row(cells[-1]), flush=True)
    return cells


async def run_cell(
    broken: BrokenStack, client: httpx.AsyncClient, dependency: Dependency, fault: str, number: int
) -> Cell:
    cell = Cell(dependency, fault, [])
    cell.turns = [Turn(way, cell.name, number * len(WAYS) + place) for place, way in enumerate(WAYS)]
    doors = broken.doors_of(dependency)
    for door in doors:
        await door.break_with(fault)
    url = broken.stack.webhook_url
    await asyncio.gather(*(visit(client, url, turn, again=False, patience=LIMIT_S) for turn in cell.turns))
    for door in doors:
        await door.heal()
    await come_back(client, url, cell)
    return cell


async def come_back(client: httpx.AsyncClient, url: str, cell: Cell) -> None:
    """Ask until an answer lacks nothing; then breakers are closed, and the next fault is seen alone."""
    start = time.monotonic()
    while time.monotonic() - start < BACK_WITHIN_S:
        turn = Turn("whole", f"after {cell.name}", cell.turns[-1].number + len(cell.after))
        cell.after.append(await visit(client, url, turn, again=False, patience=LIMIT_S))
        if turn.outcome == "answered":
            cell.back_s = time.monotonic() - start
            return
        await asyncio.sleep(PAUSE_S)


HEADER = (
    "| dependency | fault | answered | degraded | handed off | refused | no answer | p50 s | max s | back s |"
    " replaced | lost | doubled | differs |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|"
)


def row(cell: Cell, stored: dict[str, Stored] | None = None, opened: Collection[str] = ()) -> str:
    """Return a line of the table; what is stored is known only once everything has settled."""
    counts = Counter(turn.outcome for turn in cell.turns)
    seconds = [turn.seconds for turn in cell.turns]
    parts = sorted({part for turn in cell.turns if turn.answer for part in turn.answer["degraded"]})
    trouble = sorted({turn.trouble for turn in cell.turns if turn.trouble})
    shown = [str(counts[outcome] or "") for outcome in OUTCOMES]
    times = [f"{median(seconds):.1f}", f"{max(seconds):.1f}", f"{cell.back_s:.1f}", ", ".join([*parts, *trouble])]
    checks = verdicts([*cell.turns, *cell.after], stored, opened) if stored is not None else ["?", "?", "?"]
    return "| " + " | ".join([cell.dependency, cell.fault, *shown, *times, *checks]) + " |"


def verdicts(turns: Sequence[Turn], stored: dict[str, Stored], opened: Collection[str]) -> list[str]:
    """Return how many turns are lost, doubled, and stored otherwise than they were read."""
    lost = sum(is_lost(turn, stored, opened) for turn in turns)
    doubled = sum(is_doubled(turn, stored) for turn in turns)
    return [str(lost), str(doubled), str(sum(differs(turn, stored) for turn in turns))]
