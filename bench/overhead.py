"""What a turn costs of its own, with providers that take no time: beside a bare flow, and beside five empty calls.

The bare flow is webhook and answer. The second yardstick is what n8n itself takes for a canvas with as many HTTP
Request nodes as a turn has, each calling an address that answers at once: less than that no turn can take.
"""

import argparse

from bench.load import Measured, measure
from bench.running import measured_stack
from bench.tables import middle, table

ROUNDS = 3
WARM_UP = 50
TURNS = 80


async def measured(_: argparse.Namespace) -> list[str]:
    """Return the report."""
    with measured_stack() as (stack, _providers):
        flows = {
            "a turn": stack.webhook_url,
            "bare webhook and answer": f"{stack.n8n_url}/webhook/bare",
            "the same with five empty HTTP nodes": f"{stack.n8n_url}/webhook/five-calls",
        }
        for url in flows.values():
            await measure(url, WARM_UP, 2)
        rounds = [{name: await measure(url, TURNS, 1) for name, url in flows.items()} for _ in range(ROUNDS)]
    return [
        f"One visitor, medians of {ROUNDS} rounds of {TURNS} turns, milliseconds. "
        "Each question is a new one, and a clear one: decided without the router model.",
        "",
        *rows(rounds),
    ]


def rows(rounds: list[dict[str, Measured]]) -> list[str]:
    """Return each flow beside the bare one."""
    figures = {
        name: [middle([one[name].percentile(percent) for one in rounds]) for percent in (50, 95)] for name in rounds[0]
    }
    bare50, bare95 = figures["bare webhook and answer"]
    return table(
        ("flow", "p50", "p95", "p50 / bare", "p95 / bare"),
        [
            [name, f"{p50:.0f}", f"{p95:.0f}", f"{p50 / bare50:.2f}", f"{p95 / bare95:.2f}"]
            for name, (p50, p95) in figures.items()
        ],
    )
