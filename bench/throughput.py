"""How many turns per second one n8n process answers, beside the bare flow on the same process."""

import argparse

from bench.load import measure
from bench.running import measured_stack
from bench.tables import LATENCY_HEAD, latency, table

TOGETHER = (1, 8, 32, 64)
TURNS_EACH = 10
LEAST_TURNS = 60


async def measured(_: argparse.Namespace) -> list[str]:
    """Return the report."""
    rows: list[list[str]] = []
    with measured_stack() as (stack, _providers):
        flows = {"a turn": stack.webhook_url, "bare": f"{stack.n8n_url}/webhook/bare"}
        for url in flows.values():
            await measure(url, LEAST_TURNS, 2)
        for visitors in TOGETHER:
            turns = max(LEAST_TURNS, TURNS_EACH * visitors)
            rows += [latency(name, await measure(url, turns, visitors)) for name, url in flows.items()]
    caption = "Each question is a new one, and a clear one: decided without the router model."
    return [caption, "", *table(LATENCY_HEAD, rows)]
