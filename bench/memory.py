"""`python -m bench.memory`: does n8n give its memory back after streamed and abandoned turns?

Warm-up, then streamed turns read to their end and others left after the first words; the growth is what n8n's process
holds a minute later, beside what it held after the warm-up and its own minute of rest.
"""

import asyncio
import json
import re
import time
from dataclasses import dataclass

import httpx
import psutil

from bench.load import question
from bench.running import measured_stack
from dev.stack import Stack

WARM_UP, STREAMED, ABORTED = 300, 500, 100
STEP = 100
VISITORS = 4
REST_SECONDS = 60
LINES_BEFORE_LEAVING = 3
MOST_GROWTH_MB = 60
USED_HEAP = re.compile(r"^\w*nodejs_heap_size_used_bytes ([\d.e+]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Memory:
    """What n8n's main process holds, in MB: resident, of that its own (no pages of files), and JavaScript objects."""

    resident: float
    own: float
    heap: float

    def __str__(self) -> str:
        return f"{self.resident:.0f} MB resident, {self.own:.0f} MB its own, {self.heap:.0f} MB objects"


def memory(stack: Stack) -> Memory:
    """Read the figures; the kernel takes cold pages of files away in a rest, so only what is its own tells growth."""
    record = json.loads((stack.records / "n8n.json").read_text(encoding="utf-8"))
    found = USED_HEAP.search(httpx.get(f"{stack.n8n_url}/metrics", timeout=30).text)
    if found is None:
        raise LookupError("n8n tells no heap size")
    held = psutil.Process(record["pid"]).memory_info()
    return Memory(held.rss / 2**20, (held.rss - held.shared) / 2**20, float(found[1]) / 2**20)


async def stream(client: httpx.AsyncClient, url: str, number: int, *, leave: bool) -> bool:
    """Read one streamed turn, whole or only its first lines, and say whether it was answered (or left in time)."""
    lines: list[str] = []
    async with client.stream("POST", f"{url}/stream", json=question(number)) as response:
        async for line in response.aiter_lines():
            lines.append(line)
            if leave and len(lines) == LINES_BEFORE_LEAVING:
                return True
    chunks = [json.loads(line) for line in lines if line]
    answers = [chunk for chunk in chunks if chunk.get("metadata", {}).get("nodeName") == "Répondre au widget"]
    return not leave and any('"response":' in str(chunk.get("content")) for chunk in answers)


async def streams(url: str, turns: int, *, leave: bool) -> int:
    """Let a few visitors stream `turns` turns in all, and count those that went as meant."""
    numbers = iter(range(turns))

    async def visit() -> int:
        async with httpx.AsyncClient(timeout=120) as client:
            return sum([await stream(client, url, number, leave=leave) for number in numbers])

    return sum(await asyncio.gather(*(visit() for _ in range(VISITORS))))


def main() -> None:
    """Print the figures of one run."""
    with measured_stack() as (stack, _):
        print(f"started: {memory(stack)}", flush=True)
        warm = asyncio.run(streams(stack.webhook_url, WARM_UP, leave=False))
        time.sleep(REST_SECONDS)
        before = memory(stack)
        print(f"{warm} streamed turns of warm-up and a minute of rest: {before}", flush=True)
        for _ in range(STREAMED // STEP):
            answered = asyncio.run(streams(stack.webhook_url, STEP, leave=False))
            print(f"{answered} streamed turns: {memory(stack)}", flush=True)
        left = asyncio.run(streams(stack.webhook_url, ABORTED, leave=True))
        print(f"{left} abandoned turns: {memory(stack)}", flush=True)
        time.sleep(REST_SECONDS)
        after = memory(stack)
    growth = f"{after.own - before.own:.0f} MB its own, {after.resident - before.resident:.0f} MB resident"
    print(f"a minute of rest: {after}\ngrowth {growth} (at most {MOST_GROWTH_MB})")


if __name__ == "__main__":
    main()
