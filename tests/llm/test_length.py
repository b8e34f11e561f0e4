from hypothesis import given
from hypothesis import strategies as st

from functions.llm.length import ENOUGH_CHARS, MOST_CHARS, fit


def test_an_ordinary_answer_is_left_alone() -> None:
    assert fit(0, "Une phrase. Deux phrases.") == ("Une phrase. Deux phrases.", False)


def test_an_endless_answer_ends_with_a_sentence() -> None:
    text, full = fit(0, "Une phrase de plus. " * 1_000)
    assert full
    assert text.endswith("de plus.")
    assert ENOUGH_CHARS <= len(text) <= ENOUGH_CHARS + 40


def test_a_sentence_that_never_ends_ends_with_an_ellipsis() -> None:
    text, full = fit(0, "encore " * 10_000)
    assert full
    assert text.endswith("…")
    assert len(text) == MOST_CHARS + 1


@given(st.lists(st.text(max_size=4_000), max_size=30))
def test_however_it_comes_it_never_grows_over_the_limit(pieces: list[str]) -> None:
    sent, full = 0, False
    for piece in pieces:
        text, full = fit(sent, piece)
        sent += len(text)
        if full:
            break
    assert sent <= MOST_CHARS + 1
    assert full or sent == sum(map(len, pieces))


def test_a_sentence_under_way_is_waited_for() -> None:
    assert fit(ENOUGH_CHARS, "encore quelques mots") == ("encore quelques mots", False)
    assert fit(ENOUGH_CHARS + 20, " et voilà. Suite") == (" et voilà.", True)
