"""`python -m bench.memory`: does n8n give its memory back after streamed and abandoned turns?

Warm-up, then streamed turns read to their end and others left after the first words; the growth is what n8n's process
holds a minute later, beside what it held after the warm-up and its own minute of rest.
"""

import asyncio
import json
import time

import httpx
import psutil

from bench.load import measure, question
from bench.running import measured_stack
from dev.stack import Stack

WARM_UP, STREAMED, ABORTED = 300, 500, 100
VISITORS = 4
REST_SECONDS = 60
MOST_GROWTH_MB = 60


async def stream(client: httpx.AsyncClient, url: str, number: int, *, leave: bool) -> None:
    """Read one streamed turn, whole or only its first lines."""
    async with client.stream("POST", f"{url}/stream", json=question(number)) as response:
        lines = 0
        async for _ in response.aiter_lines():
            lines += 1
            if leave and lines == 3:
                return


async def streams(url: str, turns: int, *, leave: bool) -> None:
    """Let a few visitors stream `turns` turns in all."""
    numbers = iter(range(turns))

    async def visit() -> None:
        async with httpx.AsyncClient(timeout=120) as client:
            for number in numbers:
                await stream(client, url, number, leave=leave)

    await asyncio.gather(*(visit() for _ in range(VISITORS)))


def memory_mb(stack: Stack) -> float:
    """Return the resident memory of n8n's main process in MB."""
    record = json.loads((stack.records / "n8n.json").read_text(encoding="utf-8"))
    return psutil.Process(record["pid"]).memory_info().rss / 2**20


def main() -> None:
    """Print the figures of one run."""
    with measured_stack() as (stack, _):
        asyncio.run(measure(stack.webhook_url, WARM_UP, VISITORS))
        time.sleep(REST_SECONDS)
        before = memory_mb(stack)
        asyncio.run(streams(stack.webhook_url, STREAMED, leave=False))
        asyncio.run(streams(stack.webhook_url, ABORTED, leave=True))
        busy = memory_mb(stack)
        time.sleep(REST_SECONDS)
        after = memory_mb(stack)
    print(f"n8n: {before:.0f} MB after the warm-up, {busy:.0f} MB right after the streams, {after:.0f} MB at rest")
    print(f"growth {after - before:.0f} MB (at most {MOST_GROWTH_MB})")


if __name__ == "__main__":
    main()
