""" "Are you a robot?" in any wording, and what only looks like it."""

import json
import time
from pathlib import Path

import pytest

from functions.orchestrate.ai_question import asks_if_ai
from functions.orchestrate.local_stage import judge
from functions.orchestrate.router_model import load_model

ASKED = [
    "tu es un robot ?",
    "T'es un bot ou quoi",
    "es-tu une IA ?",
    "Êtes-vous une vraie personne ?",
    "vous etes humaine ?",
    "t es une vraie meuf ou un chatbot",
    "je parle à une machine là ?",
    "Est-ce que je discute avec un humain ou un programme ?",
    "c'est un robot qui me répond ?",
    "Y a-t-il quelqu'un derrière l'écran ?",
    "il y a une vraie personne derrière ?",
    "c une ia ?? c'est une ia qui répond",
    "robot ou humain ?",
    "une IA ?",
    "are you a real person?",
    "Am I talking to a bot?",
    "tu serais pas chatgpt par hasard",
    "Bonjour Carole, dis-moi, tu es une intelligence artificielle ?",
]
NOT_ASKED = [
    "je veux parler à un humain",
    "Je voudrais discuter avec une vraie personne",
    "est-ce que je peux parler à une personne de l'équipe ?",
    "comment installer un chatbot sur mon site ?",
    "L'IA peut-elle écrire mes posts Instagram ?",
    "tu es super, merci !",
    "es-tu sur Instagram ?",
    "quel outil d'intelligence artificielle pour mes légendes ?",
    "comment automatiser sans passer pour un robot auprès de mes clientes ?",
    "jpeux parler a une vraie personne stp",
    "y a un humain derrière ? jveux un humain",
    "je ne parlerai plus à une machine, j'attends une vraie personne",
    "je cherche un programme pour parler de mon métier avec humanité",
]


@pytest.mark.parametrize("message", ASKED)
def test_a_question_about_who_answers_is_recognised(message: str) -> None:
    assert asks_if_ai(message)


@pytest.mark.parametrize("message", NOT_ASKED)
def test_another_wish_is_not_taken_for_it(message: str) -> None:
    assert not asks_if_ai(message)


def test_wordings_of_every_kind_are_told_apart() -> None:
    """At most one in twenty is missed, and at most one in fifty taken for it."""
    lines = Path(__file__).with_name("ai_questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    asked = [row["message"] for row in rows if row["asks"]]
    others = [row["message"] for row in rows if not row["asks"]]

    missed = [message for message in asked if not asks_if_ai(message)]
    taken = [message for message in others if asks_if_ai(message)]

    assert len(asked) >= 80
    assert len(others) >= 80
    assert len(missed) <= len(asked) / 20, missed
    assert len(taken) <= len(others) / 50, taken


@pytest.mark.parametrize("unit", ["tu es ", "je parle a un ", "c'est une ", "a", "robot ou ", "? "])
def test_a_long_message_is_read_in_no_time(unit: str) -> None:
    start = time.process_time()
    asks_if_ai((unit * 4000)[:4000])
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("message", "agent", "intent"),
    [
        ("Je parle à une vraie personne ?", "carole", "ai_question"),
        ("je veux parler à une vraie personne", "escalate", "human"),
        ("tu es un robot ? je veux être remboursée", "escalate", "refund"),
        ("t'es un robot ? je veux parler à un humain", "escalate", "human"),
    ],
)
def test_the_question_is_no_wish_for_a_person_and_never_hides_a_critical_need(
    message: str, agent: str, intent: str
) -> None:
    verdict = judge(load_model(), message, [])

    assert (verdict.agent, verdict.intent) == (agent, intent)
