"""What the pages say in French."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from functions.desk import wording
from functions.desk.models import Message
from functions.orchestrate.models import EXPERT_INTENTS, INTENTS
from tests.desk.rows import NOW, message
from tests.workflows.flows import FLOWS


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "à l’instant"),
        (-3, "à l’instant"),
        (1, "il y a 1 min"),
        (59.9, "il y a 59 min"),
        (60, "il y a 1 h"),
        (1439, "il y a 23 h"),
        (3000, "il y a 2 j"),
    ],
)
def test_an_age_is_told_in_minutes_hours_or_days(minutes: float, words: str) -> None:
    assert wording.age(NOW - timedelta(minutes=minutes), NOW) == words


def test_the_clock_is_that_of_paris_with_the_day_unless_it_is_today() -> None:
    assert wording.clock(datetime(2026, 11, 20, 8, 5, tzinfo=UTC), NOW) == "9 h 05"
    assert wording.clock(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), NOW) == "02/07, 1 h 30"


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent not in EXPERT_INTENTS])
def test_every_reason_of_the_router_has_its_words(intent: str) -> None:
    assert wording.handoff_reason(intent) != wording.OTHER_REASON


def test_the_reason_that_the_flow_gives_when_no_function_answers_has_its_words() -> None:
    flow = (FLOWS / "chat-turn.json").read_text()
    reasons = re.findall(r"reason: .*?\?\? '(\w+)'", flow)

    assert reasons
    assert wording.OTHER_REASON not in map(wording.handoff_reason, reasons)


def test_an_unknown_reason_never_shows_its_code() -> None:
    assert wording.handoff_reason("x_y<script>") == wording.OTHER_REASON


@pytest.mark.parametrize(
    ("role", "agent", "name"),
    [
        ("user", None, "Visiteuse"),
        ("assistant", "audrey", "Audrey (IA)"),
        ("assistant", "carole", "Carole (IA)"),
        ("assistant", "escalate", "Chat (relais)"),
        ("assistant", None, "Chat (relais)"),
        ("team", None, "Équipe"),
        ("notice", None, "Annonce du chat"),
    ],
)
def test_it_is_clear_who_speaks(role: str, agent: str | None, name: str) -> None:
    assert wording.speaker(Message(**message(role, agent=agent))) == name
