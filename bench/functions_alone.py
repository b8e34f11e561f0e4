"""What our functions take of their own, asked over HTTP one after the other on the whole stack.

The messages are those of the router's held-out set, the answers the good ones of the guard's hardest. From `/rag` its
calls for the vector and the order are taken away, as its answer tells them. `/orchestrate` begins the vector of the
next step in the background: a pause lets it end. Who only says thank you tells how quick the machine was.
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from bench.load import percentile
from bench.running import measured_stack
from bench.tables import table
from eval.injections.score import read
from eval.routing.labelled import Example, read_set

WARM_UP = 40
PAUSE_S = 0.03
POLITE = {"query": "Merci !", "agent": "audrey", "intent": "small_talk"}


async def measured(_: argparse.Namespace) -> list[str]:
    """Return the report."""
    messages = [routed(one) for one in read_set("heldout.jsonl")]
    answers = read("redteam_benign.jsonl")
    with measured_stack({"ROUTER_MODE": "local"}) as (stack, _providers):
        headers = {"Authorization": f"Bearer {stack.settings.functions_token}"}
        async with httpx.AsyncClient(base_url=stack.settings.functions_url, headers=headers, timeout=30) as client:
            times = {
                "/rag, nothing to search": await ask(client, "/rag", [POLITE] * len(answers)),
                "/orchestrate, decided locally": await ask(client, "/orchestrate", messages),
                "/rag, without the calls to models": await ask(client, "/rag", map(question, messages), of_providers),
                "/postprocess": await ask(client, "/postprocess", map(finished, answers)),
            }
    rows = [
        [name, str(len(one)), *(f"{percentile(one, percent):.1f}" for percent in (50, 95))]
        for name, one in times.items()
    ]
    return ["One request after the other, milliseconds.", "", *table(("route", "requests", "p50", "p95"), rows)]


def routed(example: Example) -> dict[str, Any]:
    """Return what `/orchestrate` is asked about a message."""
    history = [past.model_dump(mode="json", exclude_none=True) for past in example.history]
    return {"message": example.message, "history": history}


def question(turn: dict[str, Any]) -> dict[str, Any]:
    """Return what `/rag` is asked about a message."""
    return {"query": turn["message"], "agent": "audrey"}


def finished(case: dict[str, Any]) -> dict[str, Any]:
    """Return what `/postprocess` is asked about an answer."""
    ids = {"turn_id": str(uuid4()), "conversation_id": str(uuid4()), "started_at": datetime.now(UTC).isoformat()}
    return {"message": case["message"], "response": case["reply"], "agent": "audrey", "history": case["history"]} | ids


def of_providers(answer: dict[str, Any]) -> float:
    """Return the milliseconds that `/rag` waited for the models."""
    return sum(answer["timings"][step] or 0.0 for step in ("embed_ms", "rerank_ms"))


async def ask(
    client: httpx.AsyncClient,
    path: str,
    bodies: Iterable[dict[str, Any]],
    elsewhere: Callable[[dict[str, Any]], float] = lambda _: 0.0,
) -> list[float]:
    """Return the milliseconds of each answer, without those spent elsewhere, after a warm-up."""
    times: list[float] = []
    for body in bodies:
        start = time.perf_counter()
        response = (await client.post(path, json=body)).raise_for_status()
        times.append((time.perf_counter() - start) * 1000 - elsewhere(response.json()))
        await asyncio.sleep(PAUSE_S)
    return times[WARM_UP:]
