""" "Are you a robot?" in any wording, and what only looks like it."""

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


@pytest.mark.parametrize(
    ("message", "agent", "intent"),
    [
        ("Je parle à une vraie personne ?", "carole", "ai_question"),
        ("je veux parler à une vraie personne", "escalate", "human"),
        ("tu es un robot ? je veux être remboursée", "escalate", "refund"),
    ],
)
def test_the_question_is_no_wish_for_a_person_and_never_hides_a_critical_need(
    message: str, agent: str, intent: str
) -> None:
    verdict = judge(load_model(), message, [])

    assert (verdict.agent, verdict.intent) == (agent, intent)
