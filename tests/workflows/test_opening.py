"""A value of « Réglages » that cannot be read leaves the usual one in force, and never closes the chat."""

import pytest

from tests.workflows.flows import run_node

UNREADABLE = ("words", "empty", "below", "endless", "missing")


@pytest.mark.parametrize("call", ["turn", "session"])
@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_limit_is_the_committed_one(call: str, case: str) -> None:
    asked = run_node("print_opening.cjs")[call]
    assert asked[case] == asked["committed"]


def test_whole_numbers_are_rounded_up_and_zero_is_zero() -> None:
    asked = run_node("print_opening.cjs")["turn"]
    assert (asked["part"]["visitor_limit"], asked["part"]["site_daily_usd"]) == (21, 20.5)
    assert (asked["none"]["visitor_limit"], asked["none"]["site_daily_usd"]) == (0, 0)


def test_a_budget_of_null_is_no_budget_and_a_limit_of_null_is_the_usual_one() -> None:
    asked = run_node("print_opening.cjs")["turn"]
    budgets = {name for name in asked["committed"] if "daily" in name}
    assert len(budgets) == 4
    assert asked["unlimited"] == asked["committed"] | dict.fromkeys(budgets)


def test_no_more_history_is_read_than_the_functions_take() -> None:
    assert run_node("print_opening.cjs")["turn"]["many"]["history_messages"] == 50


def test_only_a_database_that_is_away_is_done_without() -> None:
    assert run_node("print_opening.cjs")["failures"] == {
        "data": "unreadable",
        "body": "unreadable",
        "away": "open",
        "silent": "open",
        "empty": "open",
    }
