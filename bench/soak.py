"""Turns at a steady pace for a long time: memory of every part and latency over time, as a table and a plot."""

import argparse
import asyncio
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx
import psutil

from bench.load import question
from bench.plot import line_chart
from bench.running import measured_stack
from bench.tables import table
from dev.stack import Stack

PLOT = Path(__file__).parent / "soak.svg"
PARTS = ("n8n", "functions", "postgrest", "postgres")
WARM_UP_SHARE = 0.2
SAMPLES = 30
LONGEST_QUEUE = 200  # turns under way: beyond it the pace is more than this machine can do, and the soak says so


@dataclass
class Soak:
    """What was seen: per sample the minute, memory in MB by part and the p95 in ms; and how the turns ended."""

    minutes: list[float] = field(default_factory=list[float])
    memory: list[dict[str, float]] = field(default_factory=list[dict[str, float]])
    p95: list[float] = field(default_factory=list[float])
    recent: list[float] = field(default_factory=list[float])
    answered: int = 0
    refused: int = 0
    failed: int = 0
    skipped: int = 0


async def measured(arguments: argparse.Namespace) -> list[str]:
    """Return the report and write the plot."""
    with measured_stack() as (stack, _providers):
        soak = await run(stack, arguments.rate, arguments.minutes * 60)
    PLOT.write_text(plot(soak), encoding="utf-8")
    skipped = f", {soak.skipped} not sent because {LONGEST_QUEUE} were under way" if soak.skipped else ""
    return [
        f"{arguments.rate:g} turns/s for {arguments.minutes:g} minutes: "
        f"{soak.answered} answered, {soak.refused} asked to come back, {soak.failed} failed{skipped}.",
        f"The first {WARM_UP_SHARE:.0%} is warm-up. ![memory and latency]({PLOT.name})",
        "",
        *table(
            ("part", "MB after warm-up", "MB at the end", "MB per minute"), [memory_row(soak, part) for part in PARTS]
        ),
        "",
        *table(("p95 ms after warm-up", "p95 ms at the end"), [[f"{soak.p95[warm(soak)]:.0f}", f"{soak.p95[-1]:.0f}"]]),
    ]


async def run(stack: Stack, rate: float, seconds: float) -> Soak:
    """Send turns at a pace, whether or not the earlier ones are answered, and look at the parts now and then."""
    soak, under_way = Soak(), set[asyncio.Task[None]]()
    start, number = time.perf_counter(), 0
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=LONGEST_QUEUE)) as client:
        while (passed := time.perf_counter() - start) < seconds:
            if len(soak.minutes) < passed / seconds * SAMPLES:
                sample(soak, stack, passed / 60)
            if len(under_way) < LONGEST_QUEUE:
                task = asyncio.create_task(turn(client, stack.webhook_url, number, soak))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            else:
                soak.skipped += 1
            number += 1
            await asyncio.sleep(max(0, start + number / rate - time.perf_counter()))
        await asyncio.gather(*under_way)
    sample(soak, stack, seconds / 60)
    return soak


async def turn(client: httpx.AsyncClient, url: str, number: int, soak: Soak) -> None:
    """Send one turn of a new visitor."""
    start = time.perf_counter()
    try:
        response = await client.post(url, json=question(number))
    except httpx.HTTPError:
        soak.failed += 1
        return
    if response.status_code == 200:
        soak.answered += 1
        soak.recent.append((time.perf_counter() - start) * 1000)
    elif response.status_code == 503:
        soak.refused += 1
    else:
        soak.failed += 1


def sample(soak: Soak, stack: Stack, minute: float) -> None:
    """Note memory and latency since the last sample."""
    soak.minutes.append(minute)
    soak.memory.append({part: memory_mb(stack, part) for part in PARTS})
    last = soak.p95[-1] if soak.p95 else 0
    soak.p95.append(quantiles(soak.recent, n=20, method="inclusive")[-1] if len(soak.recent) > 1 else last)
    soak.recent.clear()


def memory_mb(stack: Stack, part: str) -> float:
    """Return what a part and its children hold that they share with nobody, in MB."""
    leader = psutil.Process(json.loads((stack.records / f"{part}.json").read_text(encoding="utf-8"))["pid"])
    family = [leader, *leader.children(recursive=True)]
    return sum(process.memory_full_info().uss for process in family if process.is_running()) / 2**20


def warm(soak: Soak) -> int:
    """Return the first sample after the warm-up."""
    return int(len(soak.minutes) * WARM_UP_SHARE)


def memory_row(soak: Soak, part: str) -> list[str]:
    """Return a part's memory after the warm-up, at the end, and the slope of the line through all samples between."""
    minutes, values = soak.minutes[warm(soak) :], [one[part] for one in soak.memory[warm(soak) :]]
    middle, mean = sum(minutes) / len(minutes), sum(values) / len(values)
    spread = sum((minute - middle) ** 2 for minute in minutes)
    slope = sum((m - middle) * (v - mean) for m, v in zip(minutes, values, strict=True)) / spread if spread else 0.0
    return [part, f"{values[0]:.0f}", f"{values[-1]:.0f}", f"{slope:+.2f}"]


def plot(soak: Soak) -> str:
    """Return the curves as SVG."""
    memory = {f"{part} MB": [one[part] for one in soak.memory] for part in PARTS}
    return line_chart(soak.minutes, memory | {"p95 ms": soak.p95}, "minutes")
