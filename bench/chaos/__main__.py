"""`make chaos`: the fault matrix, then the kills; the figures go to `bench/RESULTS-chaos.md`.

`make chaos ARGS="--faults refused,cut_in_body --dependencies functions --kills 0"` takes a part of it.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench.chaos import kill_results, kills, matrix
from bench.chaos.broken_stack import BREAKER_OPEN_S, BrokenStack, broken_stack
from bench.chaos.faults import DEPENDENCIES, FAULTS
from bench.chaos.verdict import settled
from bench.running import stop_when_told

RESULTS = Path(__file__).parent.parent / "RESULTS-chaos.md"
KILLS = 108  # each part at each point, three times


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos ARGS=...", description=__doc__)
    parser.add_argument("--faults", type=lambda text: text.split(","), default=FAULTS)
    parser.add_argument("--dependencies", type=lambda text: text.split(","), default=DEPENDENCIES)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--results", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    unknown = [*(set(chosen.faults) - {"", *FAULTS}), *(set(chosen.dependencies) - set(DEPENDENCIES))]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; faults: {', '.join(FAULTS)}")
    chosen.faults = [fault for fault in chosen.faults if fault]
    return chosen


def opened(broken: BrokenStack) -> set[str]:
    """Return the turns whose question the database has confirmed."""
    calls = broken.doors["database-of-n8n"].answered
    return {json.loads(call.body)["turn_id"] for call in calls if call.path.endswith("/rpc/open_turn")}


async def matrix_report(broken: BrokenStack, chosen: argparse.Namespace) -> list[str]:
    start = time.monotonic()
    cells = await matrix.run(broken, chosen.dependencies, chosen.faults)
    minutes = (time.monotonic() - start) / 60
    turns = [turn for cell in cells for turn in [*cell.turns, *cell.after]]
    accepted = opened(broken)
    stored = await settled(broken.stack.postgres_url, turns, accepted)
    lost, doubled, differs = matrix.verdicts(turns, stored, accepted)
    size = f"{len(chosen.faults)} faults x {len(chosen.dependencies)} dependencies"
    checks = f"{lost} lost, {doubled} doubled, {differs} stored otherwise than they were read"
    summary = f"{size}, {len(turns)} turns in {minutes:.0f} min: {checks}."
    in_order = sorted(cells, key=lambda cell: DEPENDENCIES.index(cell.dependency))
    rows = [matrix.row(cell, stored, accepted) for cell in in_order]
    return ["## Faults", "", summary, "", matrix.HEADER, *rows, ""]


async def kill_report(broken: BrokenStack, count: int) -> list[str]:
    start = time.monotonic()
    done = await kills.run(broken, count)
    turns = [turn for kill in done for turn in kill.turns]
    accepted = opened(broken)
    stored = await settled(broken.stack.postgres_url, turns, accepted)
    minutes = (time.monotonic() - start) / 60
    points = f"Points: {', '.join(kills.POINTS)}."
    rows = kill_results.rows(done, stored, accepted)
    troubles = kill_results.troubles(done, stored, accepted)
    return ["## Kills", "", f"{len(done)} kills in {minutes:.0f} min. {points}", "", *rows, "", *troubles, ""]


def heading() -> Sequence[str]:
    memory = psutil.virtual_memory().total / 2**30
    machine = f"{psutil.cpu_count()} cores, {memory:.0f} GiB, load {psutil.getloadavg()[0]:.0f} at the start"
    return (
        "# Chaos",
        "",
        f"Written by `make chaos`. Machine: {machine}. Providers simulated, everything else real.",
        "",
        "Lost: a question that was accepted or an answer that was read, and that is not stored with its answer or "
        "hand-off. Doubled: more than one question or answer of a turn. Differs: read otherwise than stored. "
        "Replaced: the parts named in `degraded`, and what the visitor's client saw. Back: from the end of the fault "
        f"to an answer that lacks nothing; breakers stay open for {BREAKER_OPEN_S} s here, 30 s in production.",
        "",
    )


async def main() -> None:
    stop_when_told()
    chosen = arguments()
    report = [*heading()]
    async with broken_stack() as broken:
        if chosen.faults:
            report += await matrix_report(broken, chosen)
        if chosen.kills:
            report += await kill_report(broken, chosen.kills)
    print("\n".join(report))
    chosen.results.write_text("\n".join(report), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
