"""First word and whole answer when the providers take the times of the architecture document, beside its own handler.

Router 400 ms, embedding 100 ms, rerank 500 ms, the writer's first token after 600 ms, then 60 tokens per second. Our
history and our search take the time they take here; the reference waits 150 and 200 ms for them.
"""

import argparse
import json
import time
from dataclasses import dataclass, field
from statistics import median, quantiles

import httpx

from bench.load import QUESTIONS, question
from bench.reference import ROUTER, WRITER, handle_message
from bench.running import measured_stack
from bench.tables import table

TURNS = 24
WARM_UP = 8
# Questions that the local stage leaves to the router model, and that the simulated one gives to an expert: two of each
# trade, no urgency.
UNCLEAR = (
    "Comment transformer ma communauté en clientes sans y passer mes soirées ?",
    "Je voudrais plus de rendez-vous grâce à mon contenu, par où je commence ?",
    "On me dit de publier plus et d'automatiser, je ne sais plus quoi faire.",
    "Faut-il que j'automatise ou que je réponde moi-même à mes abonnées ?",
)
EXPERTS = ("audrey", "carole")
PACE = (
    {"provider": "openai", "latency_ms": 100},
    {"provider": "cohere", "latency_ms": 500},
    {"provider": "openrouter", "model": ROUTER, "first_token_ms": 400, "latency_ms": 400},
    {"provider": "openrouter", "model": WRITER, "first_token_ms": 600, "tokens_per_s": 60},
)


@dataclass
class Times:
    """Milliseconds to the first word and to the end, one entry a turn."""

    first: list[float] = field(default_factory=list[float])
    whole: list[float] = field(default_factory=list[float])


async def measured(_: argparse.Namespace) -> list[str]:
    """Return the report."""
    with measured_stack() as (stack, providers):
        async with httpx.AsyncClient(timeout=60) as client:
            await stream_turns(client, stack.stream_url, QUESTIONS, WARM_UP)
            for rule in PACE:
                (await client.post(f"{providers}/_control", json=rule)).raise_for_status()
            clear = await stream_turns(client, stack.stream_url, QUESTIONS, TURNS)
            unclear = await stream_turns(client, stack.stream_url, UNCLEAR, TURNS)
            reference = await ask_reference(client, providers, TURNS // 2)
    rows = [row("ours, clear questions", clear), row("ours, unclear questions", unclear), row("reference", reference)]
    return ["One turn after the other, each of ours with a new question, milliseconds.", "", *table(HEAD, rows)]


HEAD = ("handler", "turns", "first word p50", "first word p95", "whole answer p50", "whole answer p95")


def row(name: str, times: Times) -> list[str]:
    """Return one handler's figures."""
    figures = (figure(values) for values in (times.first, times.whole) for figure in (median, p95))
    return [name, str(len(times.whole)), *(f"{value:.0f}" for value in figures)]


def p95(values: list[float]) -> float:
    """Return the value under which 95 % lie."""
    return quantiles(values, n=20, method="inclusive")[-1]


async def stream_turns(client: httpx.AsyncClient, url: str, questions: tuple[str, ...], turns: int) -> Times:
    """Stream turns one after the other, each of a new visitor; raise `LookupError` if no expert answered one."""
    times = Times()
    for number in range(turns):
        body = question(number, questions)
        start, first, last = time.perf_counter(), 0.0, ""
        async with client.stream("POST", url, json=body) as response:
            async for line in response.aiter_lines():
                text = said(line)
                if text and not first:
                    first = time.perf_counter()
                last = text or last
        times.first.append((first - start) * 1000)
        times.whole.append((time.perf_counter() - start) * 1000)
        if agent_of(last) not in EXPERTS:
            raise LookupError(f"no expert answered « {body['message']} »: {last:.300}")
    return times


def said(line: str) -> str:
    """Return the text of an answer that a line of n8n's stream carries."""
    chunk = json.loads(line) if line.strip() else {}
    return str(chunk.get("content", "")).strip() if chunk.get("type") == "item" else ""


def agent_of(last: str) -> str | None:
    """Return who answered: the stream's last text is the whole answer as JSON."""
    try:
        return json.loads(last)["agent"]
    except (ValueError, KeyError, TypeError):
        return None


async def ask_reference(client: httpx.AsyncClient, providers: str, turns: int) -> Times:
    """Ask the reference: its first word is there with its last."""
    times = Times()
    for number in range(turns):
        start = time.perf_counter()
        await handle_message(client, providers, QUESTIONS[number % len(QUESTIONS)])
        times.whole.append((time.perf_counter() - start) * 1000)
    times.first = times.whole
    return times
