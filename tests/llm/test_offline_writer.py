"""The offline writer: what the passages say, in the persona's words, and never more than that."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.llm.models import Message
from functions.llm.offline_writer import is_english, is_small_talk, write
from functions.shared.output_guard import Guarded, guard
from functions.shared.output_guard_context import GuardContext
from functions.shared.quotation import Passage, quote

KAJABI = Passage(
    "Mettre en ligne ton programme sur Kajabi",
    "guide-kajabi.md",
    "Kajabi > Construire l'espace de formation",
    "1. Crée le produit de type *Course* et écris d'abord le plan : 4 à 6 modules.\n"
    "2. Vise des vidéos de 6 à 12 minutes.\n"
    "3. Donne à chaque leçon le même gabarit : objectif, vidéo, exercice.\n\n"
    "Relie ensuite [Stripe](https://stripe.com) pour le paiement. Teste l'achat avec une autre adresse.",
)
REELS = Passage(
    "Reels : des accroches",
    "reels-accroches.md",
    "Reels > Trois accroches",
    "- **Question** : pose la question que ta cliente se pose déjà.\n- **Geste** : commence par un mouvement.",
)


def answer(persona: str, question: str, passages: list[Passage], *, history: str = "", outage: bool = False) -> str:
    prompt = f"{history}\n\n{quote(passages, 'a1b2c3d4')}\n\nQuestion : {question}"
    system = Message(role="system", content=f"Tu es {persona}, experte de L'Agence des Copines.")
    return write([system, Message(role="user", content=prompt)], outage=outage)


def test_audrey_answers_in_numbered_steps_with_her_source_and_an_action() -> None:
    text = answer("Audrey", "Comment créer mon espace de formation sur Kajabi ?", [KAJABI, REELS])
    assert "1. Crée le produit de type Course et écris d'abord le plan : 4 à 6 modules." in text
    assert "2. Vise des vidéos de 6 à 12 minutes." in text
    assert "Source : « Mettre en ligne ton programme sur Kajabi »" in text
    assert "**À faire maintenant :**" in text
    assert "Reels" not in text


def test_carole_answers_with_an_idea_and_an_emoji() -> None:
    text = answer("Carole", "Une idée d'accroche pour mes reels ?", [REELS])
    assert "- Question : pose la question que ta cliente se pose déjà." in text
    assert "💡 **Ton idée concrète :**" in text
    assert "Source : « Reels : des accroches »" in text


@pytest.mark.parametrize(
    ("outage", "mention"), [(False, "_Réponse de démonstration, "), (True, "_Réponse de secours, ")]
)
def test_every_answer_says_that_no_language_model_wrote_it(outage: bool, mention: str) -> None:
    for question, passages in (("Kajabi ?", [KAJABI]), ("Kajabi ?", []), ("merci !", [])):
        text = answer("Audrey", question, passages, outage=outage)
        assert text.startswith(mention + "sans modèle de langage")


def test_without_passages_she_says_so_and_names_no_source() -> None:
    text = answer("Audrey", "Comment créer mon espace de formation sur Kajabi ?", [])
    assert "ne contiennent pas la réponse" in text
    assert "quelqu'un de l'équipe" in text
    assert "Source" not in text


def test_passages_about_something_else_are_not_an_answer() -> None:
    assert "ne contiennent pas la réponse" in answer("Carole", "Quel temps fera-t-il à Brest ?", [KAJABI, REELS])


@pytest.mark.parametrize("persona", ["Audrey", "Carole"])
def test_who_asks_for_our_prices_is_sent_to_the_team_and_the_guard_agrees(persona: str) -> None:
    question = "Combien coûte votre accompagnement ?"
    text = answer(persona, question, [KAJABI])
    assert "échange découverte gratuit" in text and "équipe" in text
    assert "Kajabi" not in text and "cliente idéale" not in text
    context = GuardContext(site_url="https://lagencedescopines.com", visitor_text=question)
    assert guard(text, context) == Guarded(text, [])


@pytest.mark.parametrize("question", ["merci !", "Merci beaucoup Audrey", "Bonjour", "coucou, ça va ?", "👋", ""])
def test_small_talk_gets_a_short_friendly_word(question: str) -> None:
    text = answer("Audrey", question, [])
    assert len(text.split()) < 60
    assert "ne contiennent pas" not in text


def test_a_question_in_english_is_answered_and_told_why_in_french() -> None:
    text = answer("Audrey", "How do I build my course on Kajabi?", [KAJABI])
    assert "I can only answer in French" in text
    assert "Source : « Mettre en ligne ton programme sur Kajabi »" in text


def test_the_history_is_not_the_question() -> None:
    text = answer("Audrey", "Et le paiement avec Stripe ?", [KAJABI], history="Visiteuse : Question : des Reels ?")
    assert "Relie ensuite Stripe pour le paiement." in text


def test_the_same_question_has_the_same_answer() -> None:
    assert answer("Carole", "Des reels ?", [REELS]) == answer("Carole", "Des reels ?", [REELS])


def test_without_a_persona_or_a_user_message_there_is_still_an_answer() -> None:
    assert "sans modèle de langage" in write([Message(role="system", content="Rien.")], outage=False)
    assert "sans modèle de langage" in write([Message(role="user", content="{Kajabi} %s \\ ?")], outage=False)


@given(
    st.text(),
    st.lists(st.builds(Passage, title=st.text(), filename=st.just("f.md"), heading_path=st.text(), text=st.text())),
)
def test_whatever_is_asked_the_answer_stays_under_250_words_and_says_you_as_a_friend(
    question: str, passages: list[Passage]
) -> None:
    text = answer("Audrey", question, passages)
    frame = re.sub(r"(?m)^\d\. .*$|^Sources? : .*$", "", text)
    assert len(frame.split()) <= 100
    assert not re.search(r"\b(vous|votre|vos)\b", frame)


def test_long_passages_make_no_long_answer() -> None:
    steps = "\n".join(f"{n}. " + "Prépare ton tunnel de vente avec soin et relis chaque page. " * 3 for n in range(30))
    text = answer("Audrey", "Comment préparer mon tunnel de vente ?", [Passage("Tunnel", "t.md", "", steps)] * 5)
    assert len(text.split()) <= 250


def test_greetings_and_english_are_recognised_by_their_words() -> None:
    assert is_small_talk("Merci, à bientôt !")
    assert not is_small_talk("Merci, et pour Kajabi ?")
    assert is_english("What is the best way to sell my course?")
    assert not is_english("Le do it yourself, ça marche pour un tunnel ?")
