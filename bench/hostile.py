"""How long other visitors wait while somebody sends a message that nobody would write to be understood.

Each message is sent twice in one conversation, so that the second time it is in the history as well. Meanwhile a bare
flow tells how long n8n serves nobody else, `/healthz` how long the functions do not.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from random import Random
from uuid import uuid4

import httpx

from bench.load import measure
from bench.running import measured_stack
from bench.tables import table
from dev.stack import Stack

WARM_UP = 20
PAUSE_S = 0.02
LONGEST = 4_000
QUESTION = "Comment créer un tunnel de vente dans Kajabi ? "
HARD = Random(7)


def drawn(first: int, last: int) -> str:
    """Return letters of a block of Unicode, without a blank."""
    return "".join(chr(HARD.randint(first, last)) for _ in range(LONGEST))


ENDINGS = {
    "nothing more": "",
    "emojis": drawn(0x1F300, 0x1F4FF),
    "Chinese letters": drawn(0x4E00, 0x9000),
    "one word": drawn(0x61, 0x7A),
    "blanks": " " * (LONGEST - 60) + "?",
    "empty lines": "\n" * (LONGEST - 60) + "?",
    "hyphens": "-" * LONGEST,
    "back-ticks": "`" * LONGEST,
    "brackets": "[a](" * 1000,
    "capitals": "A" * LONGEST,
    "zero-width marks": "a\u200b" * 2000,
    "ligatures": "ﷺ " * 2000,
    "sums": "1 234 567,89 € " * 270,
    "short lines": "remise\n" * 600,
}


async def measured(_: argparse.Namespace) -> list[str]:
    """Return the report."""
    with measured_stack() as (stack, _providers):
        await measure(stack.webhook_url, WARM_UP, 1)
        await measure(f"{stack.n8n_url}/webhook/bare", WARM_UP, 1)
        rows = [await beside(stack, name, (QUESTION + ending)[:LONGEST]) for name, ending in ENDINGS.items()]
    return [
        "A question, and behind it up to 4,000 characters of something; milliseconds, the worse of two turns.",
        "",
        *table(
            ("behind the question", "status", "its answer", "n8n's longest wait", "the functions' longest wait"), rows
        ),
    ]


async def beside(stack: Stack, name: str, message: str) -> list[str]:
    """Return the row of a message: its own answers and what others waited for beside them."""
    conversation, longest, statuses = str(uuid4()), [0.0, 0.0, 0.0], list[int]()
    async with httpx.AsyncClient(timeout=300) as client:
        asks = (
            lambda: client.post(f"{stack.n8n_url}/webhook/bare", json={}),
            lambda: client.get(f"{stack.settings.functions_url}/healthz"),
        )
        for _ in range(2):
            body = {"message": message, "conversation_id": conversation, "turn_id": str(uuid4())}
            others = [asyncio.create_task(longest_wait(ask)) for ask in asks]
            start = time.perf_counter()
            answer = await client.post(stack.webhook_url, json=body)
            own = time.perf_counter() - start
            statuses.append(answer.status_code)
            for other in others:
                other.cancel()
            waits = [own, *await asyncio.gather(*others)]
            longest = [max(pair) for pair in zip(longest, waits, strict=True)]
    return [name, " ".join(map(str, statuses)), *(f"{seconds * 1000:.0f}" for seconds in longest)]


async def longest_wait(ask: Callable[[], Awaitable[httpx.Response]]) -> float:
    """Ask again and again until cancelled; return the seconds of the slowest answer, the last one included."""
    longest = 0.0
    start = time.perf_counter()
    try:
        while True:
            start = time.perf_counter()
            (await ask()).raise_for_status()
            longest = max(longest, time.perf_counter() - start)
            await asyncio.sleep(PAUSE_S)
    except asyncio.CancelledError:
        return max(longest, time.perf_counter() - start)
