"""`make bench`: a turn beside a bare webhook on the same n8n, with providers that take no time."""

import asyncio
import platform
from pathlib import Path

import psutil

from bench.load import Measured, measure
from bench.running import measured_stack

RESULTS = Path(__file__).parent / "RESULTS.md"
ROUNDS = 3
WARM_UP = 60
ALONE = 120
TOGETHER = (8, 32)


async def overhead(turn_url: str, bare_url: str) -> list[tuple[Measured, Measured]]:
    """Measure a turn and the bare flow in turns, one visitor each, several rounds."""
    await measure(bare_url, WARM_UP, 2)
    await measure(turn_url, WARM_UP, 2)
    return [(await measure(turn_url, ALONE, 1), await measure(bare_url, ALONE, 1)) for _ in range(ROUNDS)]


def middle(values: list[float]) -> float:
    """Return the median of an odd number of rounds."""
    return sorted(values)[len(values) // 2]


def overhead_rows(rounds: list[tuple[Measured, Measured]]) -> list[str]:
    """Return the table of a turn beside the bare flow, medians of the rounds."""
    figures = [[middle([one[which].percentile(percent) for one in rounds]) for percent in (50, 95)] for which in (0, 1)]
    (turn50, turn95), (bare50, bare95) = figures
    return [
        "| one visitor | p50 ms | p95 ms |",
        "|---|---|---|",
        f"| a turn | {turn50:.1f} | {turn95:.1f} |",
        f"| bare webhook and respond | {bare50:.1f} | {bare95:.1f} |",
        f"| ratio | {turn50 / bare50:.2f} | {turn95 / bare95:.2f} |",
    ]


def throughput_rows(measured: list[Measured]) -> list[str]:
    """Return the table of turns per second."""
    rows = ["| visitors | turns/s | p50 ms | p95 ms | failed |", "|---|---|---|---|---|"]
    for one in measured:
        p50, p95 = one.percentile(50), one.percentile(95)
        rows.append(f"| {one.visitors} | {one.per_second:.1f} | {p50:.0f} | {p95:.0f} | {one.failed} |")
    return rows


def machine() -> str:
    """Name what the figures were measured on."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


async def main() -> None:
    """Measure everything in one run, print it and write it down."""
    with measured_stack() as (stack, _):
        turn_url, bare_url = stack.webhook_url, f"{stack.n8n_url}/webhook/bare"
        rounds = await overhead(turn_url, bare_url)
        alone = rounds[-1][0]
        together = [alone, *[await measure(turn_url, 30 * visitors, visitors) for visitors in TOGETHER]]
    lines = ["# Results", "", f"Machine: {machine()}. Median of {ROUNDS} rounds of {ALONE} turns.", ""]
    lines += [*overhead_rows(rounds), "", *throughput_rows(together)]
    report = "\n".join(lines)
    print(report)
    RESULTS.write_text(report + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
