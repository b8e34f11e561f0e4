import pytest

from functions.shared.spelling import closeness, closest, same_beginning, sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("newletter", "newsletter"), ("hastag", "hashtag"), ("acompagnement", "accompagnement"), ("carousel", "carrousel"),
     ("templete", "template"), ("legande", "legende"), ("kajaby", "kajabi"), ("inscri", "inscrit")],
)  # fmt: skip
def test_a_mistyped_word_is_close_to_the_one_that_was_meant(typed, meant):
    assert closeness(typed, meant) >= 0.84


@pytest.mark.parametrize(
    ("one", "other"), [("vente", "vendre"), ("shopify", "kajabi"), ("mot", "mod"), ("2024", "2025")]
)
def test_other_words_short_words_and_numbers_are_not_close(one, other):
    assert closeness(one, other) == 0


def test_words_that_sound_alike_have_one_key():
    assert sound("photo") == sound("foto")
    assert sound("quoi")[:1] == sound("koi")[:1]
    assert sound("x")


def test_forms_and_short_forms_of_a_word_share_their_beginning():
    assert same_beginning("regulier", "regularite") > 0
    assert same_beginning("sophro", "sophrologue") > same_beginning("regulier", "regularite")
    assert same_beginning("vente", "ventre") == 0


def test_the_closest_known_word_is_found_or_none():
    known = ("hashtag", "newsletter", "rappel")
    assert closest("hastag", known, 0.84) == "hashtag"
    assert closest("plimaneco", known, 0.84) is None
