"""Visitors as the widget makes them: each asks until she is answered, or leaves and never asks again."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

import httpx

from bench.load import QUESTIONS

Way = Literal["whole", "stream", "leaves"]
Outcome = Literal["answered", "degraded", "handed off", "refused", "no answer", "left"]
PATIENCE_S = 60.0
PAUSE_S = 2.0  # before the same turn is asked again
LEAVES_AFTER_S = 1.0


@dataclass
class Turn:
    """One question and what its visitor got."""

    way: Way
    label: str
    number: int
    turn_id: str = field(default_factory=lambda: str(uuid4()))
    conversation_id: str = field(default_factory=lambda: str(uuid4()))
    outcome: Outcome = "no answer"
    answer: dict[str, Any] | None = None
    asked: int = 0
    seconds: float = 0.0
    trouble: str = ""

    def body(self) -> dict[str, str]:
        # a question of its own: the vector of one that was asked before is remembered
        message = f"{QUESTIONS[self.number % len(QUESTIONS)]} (cas {self.number}, {self.turn_id[:8]})"
        return {"message": message, "turn_id": self.turn_id, "conversation_id": self.conversation_id}


async def visit(client: httpx.AsyncClient, url: str, turn: Turn, *, again: bool, patience: float = PATIENCE_S) -> Turn:
    """Ask until there is an answer or a refusal; with `again` the same turn is asked until patience ends."""
    start = time.monotonic()
    while True:
        turn.asked += 1
        try:
            await asyncio.wait_for(ask(client, url, turn), patience)
        except (httpx.HTTPError, json.JSONDecodeError, TimeoutError) as error:
            turn.trouble = type(error).__name__
        turn.seconds = time.monotonic() - start
        final = turn.answer is not None or turn.outcome == "left" or (turn.outcome == "refused" and not again)
        if final or not again or turn.seconds > patience:
            return turn
        await asyncio.sleep(PAUSE_S)


async def ask(client: httpx.AsyncClient, url: str, turn: Turn) -> None:
    if turn.way == "leaves":
        await ask_and_leave(client, url, turn)
    elif turn.way == "stream" and turn.asked == 1:
        await ask_in_stream(client, f"{url}/stream", turn)
    else:
        response = await client.post(url, json=turn.body())
        read(response.status_code, response.json(), turn)


async def ask_and_leave(client: httpx.AsyncClient, url: str, turn: Turn) -> None:
    turn.outcome = "left"
    await client.post(url, json=turn.body(), timeout=httpx.Timeout(PATIENCE_S, read=LEAVES_AFTER_S))


async def ask_in_stream(client: httpx.AsyncClient, url: str, turn: Turn) -> None:
    async with client.stream("POST", url, json=turn.body()) as response:
        if response.status_code != 200:
            await response.aread()
            return read(response.status_code, response.json(), turn)
        items = [json.loads(line) async for line in response.aiter_lines() if line]
    finals = [chunk["content"] for chunk in items if chunk["type"] == "item"]
    final = json.loads(finals[-1]) if finals else None
    return read(200, final if isinstance(final, dict) else {}, turn)


def read(status: int, answer: dict[str, Any], turn: Turn) -> None:
    """Note what the visitor got; an error object in our own words is an honest refusal."""
    if status == 200 and answer.get("response"):
        turn.answer = answer
        turn.outcome = kind(answer)
    elif isinstance(answer.get("error"), dict) and answer["error"].get("code"):
        turn.outcome, turn.trouble = "refused", str(answer["error"]["code"])
    else:
        turn.trouble = f"status {status}"


def kind(answer: dict[str, Any]) -> Outcome:
    if answer.get("next_action") == "human_handoff":
        return "handed off"
    return "degraded" if answer.get("degraded") else "answered"
