"""Three times what the machine serves, for a minute: what becomes of each message, and how soon all is well again."""

import argparse
import asyncio
import math
import time
from collections import Counter
from statistics import quantiles

import httpx

from bench.chaos.matrix import verdicts
from bench.chaos.traffic import Turn, visit
from bench.chaos.verdict import settled
from bench.load import measure
from bench.running import measured_stack
from bench.tables import table

TIMES = 3
RUSH_S = 60
PATIENCE_S = 60.0
CALM = 1.5  # times what one visitor waits alone
CALM_TURNS = 3  # in a row
CALM_WITHIN_S = 120
WARM_UP = 60
ALONE_TURNS = 30
TOGETHER, TOGETHER_TURNS = 32, 160


async def measured(_: argparse.Namespace) -> list[str]:
    """Return the report."""
    with measured_stack() as (stack, _providers):
        url = stack.webhook_url
        await measure(url, WARM_UP, 2)
        before = await measure(url, ALONE_TURNS, 1)
        served = (await measure(url, TOGETHER_TURNS, TOGETHER)).per_second
        async with httpx.AsyncClient(timeout=PATIENCE_S, limits=httpx.Limits(max_connections=None)) as client:
            visits = await rush(client, url, TIMES * served)
            calm_s = await until_calm(url, CALM * before.percentile(50))
            turns = await asyncio.gather(*visits)
        stored = await settled(stack.postgres_url, turns, ())
    answered = [turn.seconds * 1000 for turn in turns if turn.answer]
    refused = [turn.seconds * 1000 for turn in turns if turn.outcome == "refused"]
    outcomes = Counter(turn.trouble if turn.outcome in ("refused", "no answer") else turn.outcome for turn in turns)
    lost, doubled, otherwise = verdicts(turns, stored, ())
    return [
        f"{TOGETHER} visitors together are served at {served:.1f} turns/s; {RUSH_S} s at {TIMES} times that: "
        f"{len(turns)} turns, {', '.join(f'{count} {name}' for name, count in outcomes.most_common())}; "
        f"{lost} lost, {doubled} doubled, {otherwise} stored otherwise than they were read. "
        f"{calm_s:.0f} s after the last question one visitor waits as before ({CALM_TURNS} turns in a row within "
        f"{CALM} times the median of before).",
        "",
        *table(
            ("turns", "p50 ms", "p95 ms"),
            [
                ["one visitor alone, before", *middle_and_tail(before.milliseconds)],
                ["answered in the rush", *middle_and_tail(answered)],
                ["refused in the rush", *middle_and_tail(refused)],
            ],
        ),
    ]


async def rush(client: httpx.AsyncClient, url: str, rate: float) -> list[asyncio.Task[Turn]]:
    """Let new visitors come at a pace, whether or not the earlier ones have their answers."""
    visits: list[asyncio.Task[Turn]] = []
    start = time.perf_counter()
    for number in range(round(rate * RUSH_S)):
        await asyncio.sleep(max(0, start + number / rate - time.perf_counter()))
        turn = Turn("stream" if number % 2 else "whole", "rush", number)
        visits.append(asyncio.create_task(visit(client, url, turn, again=False, patience=PATIENCE_S)))
    return visits


async def until_calm(url: str, ms: float) -> float:
    """Return the seconds until some turns in a row took no longer than that; NaN if they never do."""
    start, good = time.perf_counter(), 0
    while (passed := time.perf_counter() - start) < CALM_WITHIN_S:
        one = await measure(url, 1, 1)
        good = good + 1 if one.milliseconds and one.milliseconds[0] <= ms else 0
        if good == CALM_TURNS:
            return passed
        await asyncio.sleep(0.2)
    return math.nan


def middle_and_tail(milliseconds: list[float]) -> list[str]:
    """Return the median and the 95th percentile."""
    if len(milliseconds) < 2:
        return ["", ""]
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return [f"{cuts[49]:.0f}", f"{cuts[94]:.0f}"]
