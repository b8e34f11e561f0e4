"""Visitors who post one question after the other, and how long each answer took."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import quantiles
from typing import Any
from uuid import uuid4

import httpx

# Questions that the local stage decides alone: two of each trade.
QUESTIONS = (
    "Comment construire mon premier tunnel de vente dans Kajabi ?",
    "Quelles accroches pour mes reels Instagram ?",
    "Comment automatiser mes e-mails de bienvenue avec ActiveCampaign ?",
    "Comment organiser mon calendrier éditorial ?",
)
never_again = count(1)


@dataclass(frozen=True)
class Measured:
    """What some visitors together got."""

    visitors: int
    milliseconds: list[float]
    seconds: float
    failed: int

    @property
    def per_second(self) -> float:
        """Answers per second, failures left out."""
        return len(self.milliseconds) / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds under which so many per cent of the answers came."""
        return percentile(self.milliseconds, percent)


def percentile(times: list[float], percent: int) -> float:
    """Return what so many per cent of the times are under."""
    return quantiles(times, n=100, method="inclusive")[percent - 1]


def question(number: int, texts: Sequence[str] = QUESTIONS) -> dict[str, Any]:
    """Return the body of a new visitor's question, with a text of its own: the vector of a known one is remembered."""
    ids = {"conversation_id": str(uuid4()), "turn_id": str(uuid4())}
    return {"message": f"{texts[number % len(texts)]} ({next(never_again)})", **ids}


async def measure(url: str, turns: int, visitors: int, body: Callable[[int], Any] = question) -> Measured:
    """Let `visitors` post `turns` questions in all, each the next one as soon as it has its answer."""
    numbers = iter(range(turns))
    times: list[float] = []
    failed = 0

    async def visit(client: httpx.AsyncClient) -> None:
        nonlocal failed
        for number in numbers:
            start = time.perf_counter()
            response = await client.post(url, json=body(number))
            if response.status_code == 200:
                times.append((time.perf_counter() - start) * 1000)
            else:
                failed += 1

    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=visitors)) as client:
        start = time.perf_counter()
        await asyncio.gather(*(visit(client) for _ in range(visitors)))
        seconds = time.perf_counter() - start
    return Measured(visitors, times, seconds, failed)
