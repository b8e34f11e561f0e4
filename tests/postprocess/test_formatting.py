import pytest

from functions.postprocess.action import NEXT_STEP, has_action
from functions.postprocess.address import say_tu
from functions.postprocess.emojis import fit_emojis
from functions.postprocess.formatting import format_answer
from functions.postprocess.markdown import tidy
from functions.postprocess.words import MAX_WORDS, count_words

PLAIN = "La délivrabilité dépend de la réputation du domaine. " * 6


@pytest.mark.parametrize(
    ("written", "clean", "change"),
    [
        ("## Étapes\nOuvre.", "**Étapes**\nOuvre.", "headings"),
        ("## **Étapes** ##\nOuvre.", "**Étapes**\nOuvre.", "headings"),
        ("Titre\n=====\nOuvre.", "**Titre**\nOuvre.", "headings"),
        ("Un\n\n---\nDeux", "Un\n\nDeux", "headings"),
        ("Un **mot à demi", "Un mot à demi", "markers"),
        ("**Un** et **deux", "**Un** et deux", "markers"),
        ("Un `code sans fin", "Un code sans fin", "markers"),
        ("```\nx = 1", "```\nx = 1\n```", "markers"),
        ("Un\n\n\n\nDeux  \n", "Un\n\nDeux", "spacing"),
    ],
)
def test_markdown_is_made_clean(written: str, clean: str, change: str):
    assert tidy(written) == (clean, [change])


@pytest.mark.parametrize("text", ["```\n# un commentaire\n**x\n```", "`**` veut dire gras", "- un\n- deux\n\n**fin**"])
def test_code_and_clean_markdown_are_left_alone(text: str):
    assert tidy(text) == (text, [])


@pytest.mark.parametrize(
    ("polite", "familiar"),
    [
        ("Ouvrez la page, puis cliquez sur le lien.", "Ouvre la page, puis clique sur le lien."),
        ("- Créez un tag\n- **Testez** le", "- Crée un tag\n- **Teste** le"),
        ("Vous pouvez relire vos mails.", "Tu peux relire tes mails."),
        ("Votre page et votre compte, votre audience.", "Ta page et ton compte, ton audience."),
        ("N’hésitez pas, c'est pour vous.", "N'hésite pas, c'est pour toi."),
    ],
)
def test_vous_becomes_tu_where_it_is_safe(polite: str, familiar: str):
    assert say_tu(polite) == (familiar, ["tutoiement"])


@pytest.mark.parametrize(
    "text",
    [
        "Écris : « Je vous attends, réservez votre place. »",
        "Prends rendez-vous avec une cliente.",
        "> Bonjour, votre place est prête",
        "Voilà une idée, et tu l'ouvres quand tu veux.",
    ],
)
def test_what_is_quoted_for_clients_keeps_its_vous(text: str):
    assert say_tu(text) == (text, [])


def test_a_vous_that_cannot_be_turned_safely_is_reported():
    assert say_tu("Je vous montre.") == ("Je vous montre.", ["vouvoiement"])


def test_audrey_uses_one_emoji_at_most():
    assert fit_emojis("Bravo 🎉 ! Ouvre ✨ ta page 🌿.", "audrey") == ("Bravo 🎉 ! Ouvre ta page.", ["emojis_removed"])


def test_carole_uses_one_to_five_emojis():
    assert fit_emojis("Ouvre ta page.", "carole") == ("Ouvre ta page. ✨", ["emoji_added"])
    assert fit_emojis("Colle :\n```\nx\n```", "carole")[0].endswith("```\n\n✨")
    assert fit_emojis("✨💡📸🌸🌿💛 fin", "carole") == ("✨💡📸🌸🌿 fin", ["emojis_removed"])


def test_emojis_of_examples_and_signs_do_not_count():
    text = "Écris « Bonjour 🌸🌸🌸 » et la marque ™."
    assert fit_emojis(text, "audrey") == (text, [])
    assert fit_emojis(text, "carole") == (text, [])


def test_an_emoji_at_the_start_of_a_line_goes_with_its_space():
    assert fit_emojis("🎉 Un\n✨ Deux", "audrey")[0] == "🎉 Un\nDeux"


@pytest.mark.parametrize(
    "text",
    [
        "Ouvre ta page.",
        "1. Crée un tag",
        "Ensuite, vérifie.",
        "Tu peux tester.",
        "Quel est ton métier ?",
        "Open the page.",
    ],
)
def test_an_action_is_recognised(text: str):
    assert has_action(text)


def test_an_answer_without_an_action_gets_a_first_step():
    text, changes = format_answer(PLAIN, "audrey")
    assert text.endswith(NEXT_STEP)
    assert "no_action" in changes
    assert format_answer(PLAIN, "audrey", needs_action=False)[0] == PLAIN.strip()


def test_three_hundred_words_hold_with_what_is_added():
    text, changes = format_answer("Ouvre ta page et regarde. " * 100, "carole", addition="Une personne peut t'aider.")
    assert count_words(text) <= MAX_WORDS
    assert text.endswith("regarde. ✨\n\nUne personne peut t'aider.")
    assert changes == ["spacing", "shortened", "emoji_added"]


def test_an_addition_of_nothing_but_spaces_is_none() -> None:
    assert format_answer("", "audrey", addition=" ", needs_action=False)[0] == ""
