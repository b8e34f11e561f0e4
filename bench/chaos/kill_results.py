"""The kills as a table: per part, what became of the messages and how long it took them to settle."""

from collections.abc import Collection, Sequence

from bench.chaos.kills import PARTS, Kill
from bench.chaos.matrix import verdicts
from bench.chaos.traffic import Turn
from bench.chaos.verdict import Stored, is_lost

SETTLED_WITHIN_S = 60.0
HEADER = (
    "| part | kills | point reached | turns | answered | degraded | handed off | refused | no answer | left |"
    " settled within s | lost | doubled | differs |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)
OUTCOMES = ("answered", "degraded", "handed off", "refused", "no answer", "left")


def rows(kills: Sequence[Kill], stored: dict[str, Stored], opened: Collection[str]) -> list[str]:
    """Return the table's lines, one for each part and one for all."""
    groups = [*((part, [kill for kill in kills if kill.part == part]) for part in PARTS), ("all", list(kills))]
    return [HEADER, *(row(name, group, kills, stored, opened) for name, group in groups if group)]


def row(
    name: str, group: Sequence[Kill], kills: Sequence[Kill], stored: dict[str, Stored], opened: Collection[str]
) -> str:
    turns = [turn for kill in group for turn in kill.turns]
    counts = [str(sum(turn.outcome == outcome for turn in turns)) for outcome in OUTCOMES]
    slowest = max((settling_time(turn, kills, stored) for turn in turns), default=0.0)
    reached = sum(kill.reached for kill in group)
    cells = [name, str(len(group)), str(reached), str(len(turns)), *counts, f"{slowest:.0f}"]
    return "| " + " | ".join([*cells, *verdicts(turns, stored, opened)]) + " |"


def settling_time(turn: Turn, kills: Sequence[Kill], stored: dict[str, Stored]) -> float:
    """Return the seconds from the last restart before a turn was settled to that moment; 0 without one."""
    row = stored.get(turn.turn_id)
    if row is None or row.settled_at is None:
        return 0.0
    own = next(kill for kill in kills if turn in kill.turns)
    restarts = [kill.back_at for kill in kills if own.back_at and kill.back_at and kill.back_at >= own.back_at]
    before = [moment for moment in restarts if moment <= row.settled_at]
    return (row.settled_at - max(before)).total_seconds() if before else 0.0


def troubles(kills: Sequence[Kill], stored: dict[str, Stored], opened: Collection[str]) -> list[str]:
    """Return a line for each turn that was lost or settled too late."""
    return [
        f"- {turn.way}, {turn.label}: {turn.outcome} {turn.trouble}, stored {stored.get(turn.turn_id)}"
        for kill in kills
        for turn in kill.turns
        if is_lost(turn, stored, opened) or settling_time(turn, kills, stored) > SETTLED_WITHIN_S
    ]
