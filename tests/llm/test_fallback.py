"""The patience with each model, and whose fault a failure is."""

import pytest

from functions.llm.fallback import LEAST_S, is_too_late, needs_repair, patience


@pytest.mark.parametrize(
    ("left_s", "models_after", "seconds"),
    [
        (9.0, 2, 5.0),  # a quick turn: the first model has all that one model may have
        (5.0, 1, 4.0),  # the model after it keeps its second
        (2.5, 2, LEAST_S),  # never less than what makes asking worth it
        (3.0, 0, 3.0),  # the last model has all that is left
    ],
)
def test_the_time_that_is_left_is_shared(left_s: float, models_after: int, seconds: float) -> None:
    assert patience(5.0, left_s, models_after) == seconds


@pytest.mark.parametrize("left_s", [1.0, 2.0, 2.5, 5.0, 7.5, 10.0])
def test_all_the_models_together_stay_within_the_turn(left_s: float) -> None:
    waited = 0.0
    for after in (2, 1, 0):
        if waited and is_too_late(left_s - waited):
            break
        waited += patience(5.0, left_s - waited, after)
    assert waited <= left_s


@pytest.mark.parametrize("kind", ["bad_request", "unauthorized", "no_credit", "retired_model"])
def test_what_a_person_has_to_repair_is_told_apart(kind: str) -> None:
    assert needs_repair(kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["timeout", "refused", "rate_limited", "server_error", "open"])
def test_what_passes_by_itself_is_no_repair(kind: str) -> None:
    assert not needs_repair(kind)  # type: ignore[arg-type]
