import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.runs import shorten_repetitions, shorten_runs

LONG_LINK = "https://lagencedescopines.com/formations?" + "&".join(f"utm_{n}=abcdefghij" for n in range(14))


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("a" + " " * 3998 + "b", "a b"),
        ("a" + "\u00a0\t" * 2000 + "b", "a b"),
        ("un" + "\r\n" * 2000 + "deux", "un\n\ndeux"),
        ("-" * 4000, "-" * 40),
        ("Nooo" + "n" * 400, "Nooo" + "n" * 40),
        ("ab" * 400, f"{'ab' * 150} {'ab' * 150} {'ab' * 100}"),
    ],
)
def test_what_nobody_writes_to_be_understood_is_shortened(text: str, shortened: str):
    assert shorten_runs(text) == shortened


@pytest.mark.parametrize(
    "text",
    [
        "Comment créer mon premier tunnel de vente ?",
        f"Regarde {LONG_LINK} !!!",
        "Mes étapes :\n\n" + " " * 24 + "- une page\n" + "-" * 40,
    ],
)
def test_what_is_read_stays_as_it_is(text: str):
    assert shorten_runs(text) == text


def test_a_long_link_of_an_answer_stays_whole():
    link = f"[la page]({LONG_LINK}&{'x=' + 'ab' * 200})"
    assert shorten_repetitions(f"Voici {link}" + "!" * 400) == f"Voici {link}" + "!" * 40


@given(st.text(alphabet="a \n-€", max_size=2000))
def test_a_shortened_text_has_nothing_left_to_shorten_and_says_the_same(text: str):
    shortened = shorten_runs(text)
    assert shorten_runs(shortened) == shortened
    assert said(shortened) == said(text)


def said(text: str) -> str:
    """Return a text without its blanks and repetitions."""
    return re.sub(r"(.)\1+", r"\1", "".join(text.split()))
