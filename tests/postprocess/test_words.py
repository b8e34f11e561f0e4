from hypothesis import given
from hypothesis import strategies as st

from functions.postprocess.words import count_words, limit_words, units


def test_words_are_runs_with_a_letter_or_a_figure():
    assert count_words("Bonjour – toi ✨, 3 idées") == 4


def test_a_short_text_is_left_as_it_is():
    assert limit_words("Un. Deux.", 2) == "Un. Deux."


def test_a_long_text_ends_with_a_whole_sentence():
    assert limit_words("Un deux trois. Quatre cinq six. Sept huit neuf.", 7) == "Un deux trois. Quatre cinq six."


def test_a_list_item_stays_whole_and_its_introduction_does_not_hang():
    text = "Voici le plan.\n\nLes étapes :\n\n1. Ouvre la page et crée le lien. Puis teste.\n2. Publie."
    assert limit_words(text, 7) == "Voici le plan."
    assert limit_words(text, 15) == "Voici le plan.\n\nLes étapes :\n\n1. Ouvre la page et crée le lien. Puis teste."


def test_the_lines_under_an_item_belong_to_it():
    assert list(units("- Un\n  suite de un\n- Deux\n")) == ["- Un\n  suite de un\n", "- Deux\n"]


def test_a_block_of_code_is_kept_or_left_out_whole():
    text = "Colle ceci. Vraiment.\n\n```\na b c d e\nf g\n```\nFin."
    assert limit_words(text, 5) == "Colle ceci. Vraiment."
    assert limit_words(text, 10) == "Colle ceci. Vraiment.\n\n```\na b c d e\nf g\n```"


def test_one_endless_sentence_is_cut_at_a_word():
    assert limit_words("mot " * 50, 10) == "mot " * 9 + "…"


@given(
    st.lists(st.sampled_from(["Un mot. ", "- item\n", "```\ncode\n```\n", "\n\n", "Voici : ", "sans fin "])).map(
        "".join
    )
)
def test_the_limit_is_never_exceeded_and_nothing_is_lost_in_units(text: str):
    assert count_words(limit_words(text, 6)) <= 6
    assert "".join(units(text)) == text
