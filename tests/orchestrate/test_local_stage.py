import pytest

from functions.orchestrate.local_stage import LocalVerdict, confidence_in, judge
from functions.orchestrate.models import Intent, PastMessage
from functions.orchestrate.router_model import load_model
from tests.orchestrate.conftest import said


def verdict(message: str, history: list[PastMessage] | None = None) -> LocalVerdict:
    return judge(load_model(), message, history or [])


@pytest.mark.parametrize(
    ("message", "agent"),
    [
        ("Comment créer un tunnel de vente dans Kajabi ?", "audrey"),
        ("mes mails de bienvenue partent pas", "audrey"),
        ("des idées de stories pour la rentrée ?", "carole"),
        ("mon logo est moche, quelles couleurs choisir", "carole"),
        ("How do I connect Zapier to Mailchimp?", "audrey"),
        ("Ideas for an Instagram carousel about sleep", "carole"),
        ("¿Qué publico esta semana en Instagram?", "carole"),
        ("la recette de la tarte aux pommes", "escalate"),
        ("quelle est la capitale de l'Australie", "escalate"),
    ],
)
def test_a_clear_message_goes_where_it_belongs(message: str, agent: str) -> None:
    assert verdict(message).agent == agent


@pytest.mark.parametrize(
    ("message", "agent"),
    [
        ("Mon logo attendra, ma page de paiement est en panne depuis ce matin", "audrey"),
        ("Ma page de paiement attendra, mon reel doit sortir ce soir et je n'ai pas de texte", "carole"),
        ("Je ne veux pas d'Instagram, juste mes mails automatiques", "audrey"),
        ("insta et mails, les deux m'intéressent autant", "carole"),
    ],
)
def test_the_clause_that_presses_decides(message: str, agent: str) -> None:
    assert verdict(message).agent == agent


@pytest.mark.parametrize("agent", ["audrey", "carole"])
@pytest.mark.parametrize("message", ["et pour la deuxième étape ?", "tu peux me donner un exemple", "la suite"])
def test_a_follow_up_stays_with_the_expert(message: str, agent: str) -> None:
    history = {
        "audrey": said("mon tunnel ne vend pas", "Étape 1 : la page. Étape 2 : les e-mails.", agent="audrey"),
        "carole": said("ma bio insta est plate", "Commence par qui tu aides, puis comment.", agent="carole"),
    }[agent]

    assert verdict(message, history).agent == agent


def test_an_unsigned_conversation_tells_its_expert_by_its_texts() -> None:
    history = said(
        "Comment relier Zapier à mon formulaire ?", "Crée un Zap : le formulaire déclenche l'e-mail de bienvenue."
    )

    assert verdict("et ensuite ?", history).agent == "audrey"
    assert verdict("merci !", history).agent == "audrey"


@pytest.mark.parametrize("message", ["merci !", "bonjour", "😍"])
def test_small_talk_without_a_conversation_goes_to_carole(message: str) -> None:
    found = verdict(message)

    assert (found.agent, found.intent, found.decided_by) == ("carole", "small_talk", "rule")


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("je veux être remboursée", "refund"),
        ("je veux parler à quelqu'un de l'équipe", "human"),
        ("je veux mourir", "distress"),
    ],
)
def test_a_critical_need_is_escalated_by_rule(message: str, intent: Intent) -> None:
    found = verdict(message)

    assert (found.agent, found.intent, found.decided_by) == ("escalate", intent, "rule")


def test_the_intent_fits_the_agent() -> None:
    assert verdict("Comment créer un tunnel dans Kajabi ?").intent == "automation"
    assert verdict("une idée de reel ?").intent == "content"
    assert verdict("la météo de demain").intent == "out_of_scope"


@pytest.mark.parametrize(
    "message", ["Je veux plus de clientes", "aide-moi à lancer mon atelier", "je débute, par où commencer"]
)
def test_a_vague_question_of_the_trade_is_not_out_of_scope(message: str) -> None:
    assert verdict(message).agent != "escalate"


def test_doubt_between_the_experts_costs_less_confidence_than_doubt_about_the_trade() -> None:
    between = confidence_in("carole", {"audrey": 0.5, "carole": 0.5, "escalate": 0.0})
    outside = confidence_in("carole", {"audrey": 0.0, "carole": 0.5, "escalate": 0.5})

    assert between > 0.7 > outside == 0.5


@pytest.mark.parametrize("message", ["a", "?", "🤷", "x" * 4000, "{}", "' or 1=1 --", "مرحبا كيف حالك", "\u200b."])
def test_any_text_gets_a_verdict(message: str) -> None:
    found = verdict(message, said("", " "))

    assert sum(found.probabilities.values()) == pytest.approx(1)
