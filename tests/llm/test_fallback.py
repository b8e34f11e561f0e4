import pytest

from functions.llm.fallback import models_to_ask, needs_repair, patience

ASKED, FALLBACK = "anthropic/claude-sonnet-5.5", "openai/gpt-5.5-mini"


def test_the_model_of_the_canvas_is_asked_first_then_the_fallback() -> None:
    assert models_to_ask(ASKED, FALLBACK) == (ASKED, FALLBACK)


def test_no_model_is_asked_twice() -> None:
    assert models_to_ask(FALLBACK, FALLBACK) == (FALLBACK,)


def test_a_local_model_asks_nobody() -> None:
    assert models_to_ask("local/offline-writer", FALLBACK) == ()


@pytest.mark.parametrize(
    ("waited_s", "expected_s"),
    [(0, 6), (0.2, 6), (3, 6), (4, 5), (6, 3), (40, 3)],
)
def test_all_models_together_keep_a_visitor_waiting_nine_seconds_not_twelve(waited_s: float, expected_s: float) -> None:
    assert patience(6, waited_s) == expected_s


def test_what_time_does_not_repair_is_for_a_person() -> None:
    assert needs_repair("bad_request")
    assert needs_repair("no_credit")
    assert not needs_repair("timeout")
    assert not needs_repair("server_error")
