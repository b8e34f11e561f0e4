import pytest

from functions.postprocess.loop import find_loop


@pytest.mark.parametrize(
    ("visitor", "assistant"),
    [
        (
            [
                "Comment relier Brevo à Tally ?",
                "Tally vers Brevo, on relie comment ?",
                "Je voudrais relier Tally et Brevo.",
            ],
            ["Avec Make.", "Crée un scénario."],
        ),
        (
            ["Un titre pour mon livre ?", "oui mais quel titre", "un titre stp, j'ai déjà dit le thème"],
            ["Pense à ton lecteur et reste courte.", "Reste courte et pense à ton lecteur."],
        ),
        (
            ["where is the export button", "I can't see the export button", "again: where is that export button??"],
            ["Top right, next to your name.", "Look top right, next to your name."],
        ),
    ],
)
def test_the_same_request_three_times_or_the_same_answer_twice_is_stuck(visitor: list[str], assistant: list[str]):
    assert find_loop(visitor, assistant) == "stuck"


def test_four_questions_on_one_theme_are_deepening():
    visitor = ["Comment filmer un reel ?", "Et le son du reel ?", "Quelle durée pour la vidéo ?", "Je la coupe où ?"]
    assert find_loop(visitor, ["Au jour.", "Doux.", "Vingt secondes."]) == "deepening"
    assert find_loop(visitor[:3], ["Au jour.", "Doux."]) is None


@pytest.mark.parametrize(
    ("visitor", "assistant"),
    [
        (["bonjour"], []),
        (["Écris le mail 1.", "Écris le mail 2.", "Écris le mail 3."], ["Un.", "Deux."]),
        (["une accroche ?", "une autre", "encore une autre"], ["A.", "B."]),
        (
            ["le lien ne marche pas", "le lien ne marche toujours pas", "merci, le lien marche"],
            ["Lequel ?", "Recopie."],
        ),
        (["Un mail ?", "Un reel ?", "Un pixel ?", "Mon logo ?", "Stripe ?"], ["a", "b", "c", "d"]),
        (["Mes mails ?", "ok", "oui", "merci", "super"], ["a", "b", "c", "d"]),
    ],
)
def test_other_conversations_are_no_loop(visitor: list[str], assistant: list[str]):
    assert find_loop(visitor, assistant) is None
