import pytest

from functions.knowledge.tokens import count_tokens


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("le", 1), ("vente", 1), ("tunnels", 2), ("automatisation", 4), ("Oui, non.", 4)]
)
def test_a_long_word_is_several_tokens(text, tokens):
    assert count_tokens(text) == tokens


def test_french_prose_comes_out_near_one_and_a_half_tokens_per_word():
    text = "Ton calendrier te fait gagner du temps, parce que tu écris tous les textes de la semaine en une heure."
    assert 1.2 < count_tokens(text) / len(text.split()) < 1.7
