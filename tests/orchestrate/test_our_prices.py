"""What the agency costs, asked in any wording, and what only looks like it."""

import pytest

from functions.orchestrate.local_stage import judge
from functions.orchestrate.models import Agent
from functions.orchestrate.our_prices import asks_our_prices
from functions.orchestrate.router_model import load_model
from tests.orchestrate.conftest import said

ASKED = [
    "Quels sont vos tarifs ?",
    "c koi vos prix",
    "Tarifs ?",
    "Combien coûte votre accompagnement ?",
    "vos formations elles coutent cher ?",
    "Auriez-vous une grille tarifaire ?",
    "combien vous prenez pour un tunnel",
    "Quel budget prévoir pour travailler avec vous ?",
    "How much do you charge?",
    "¿Cuánto cuesta vuestro curso?",
]
NOT_ASKED = [
    "Quel prix mettre pour mon atelier ?",
    "Comment afficher mes tarifs sans faire fuir ?",
    "combien coûte Kajabi ?",
    "vous me conseillez combien de mails ?",
    "mes clientes trouvent mes prix trop chers",
    "votre formation dure combien de temps ?",
    "combien de jours pour se faire rembourser chez vous ?",
]


@pytest.mark.parametrize("message", ASKED)
def test_a_question_for_our_prices_is_recognised(message: str) -> None:
    assert asks_our_prices(message)


@pytest.mark.parametrize("message", NOT_ASKED)
def test_other_prices_are_ordinary_questions(message: str) -> None:
    assert not asks_our_prices(message)


@pytest.mark.parametrize(
    ("message", "leader", "agent"),
    [
        ("Quels sont vos tarifs ?", None, "carole"),
        ("Quels sont vos tarifs ?", "audrey", "audrey"),
        ("votre accompagnement Instagram, c'est quel prix ?", "audrey", "carole"),
        ("combien vous prenez pour monter un tunnel ?", None, "audrey"),
        ("Combien coûte une séance avec Audrey ?", "carole", "audrey"),
    ],
)
def test_an_expert_answers_never_a_person(message: str, leader: Agent | None, agent: Agent) -> None:
    verdict = judge(load_model(), message, said("bonjour", "Bonjour !", agent=leader) if leader else [])

    assert (verdict.agent, verdict.intent, verdict.decided_by) == (agent, "price", "rule")


def test_a_refund_is_graver_than_a_price() -> None:
    assert judge(load_model(), "remboursez-moi, vos tarifs sont fous", []).agent == "escalate"
