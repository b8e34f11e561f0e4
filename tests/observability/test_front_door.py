"""n8n's front door begins the trace of a turn with the turn's id, in the form that the functions derive as well."""

import json
import os
import subprocess
from pathlib import Path

from dev.node import NODE, require
from functions.shared.tracing_export import trace_of_turn

TURN_ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a11"
STRANGER = f"00-{'a' * 32}-{'b' * 16}-01"


def traces_behind_the_door(*bodies: object, enabled: str) -> list[str]:
    script = Path(__file__).with_name("ask_front_door.cjs")
    command = [require(NODE), script, json.dumps([json.dumps(body) for body in bodies])]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "N8N_OTEL_ENABLED": enabled}
    )
    return json.loads(done.stdout)


def test_the_trace_is_the_turns_and_never_a_strangers() -> None:
    bodies = ({"turn_id": TURN_ID.upper()}, {"turn_id": "no-uuid"}, {"message": "Bonjour"}, None, [1])
    first, *others = traces_behind_the_door(*bodies, enabled="true")

    turn = trace_of_turn(TURN_ID)
    assert turn
    assert first == f"00-{turn.trace_id:032x}-{turn.span_id:016x}-01"
    assert set(others) == {"none"}


def test_without_tracing_nothing_is_changed() -> None:
    assert traces_behind_the_door({"turn_id": TURN_ID}, enabled="") == [STRANGER]
