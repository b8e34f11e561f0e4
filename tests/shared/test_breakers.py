"""The circuit breakers: when they open, what they cost while open, and how one request closes them again."""

import asyncio
import time

import pytest

from functions.shared.breakers import MOST_MODELS, Breakers
from functions.shared.errors import FailureKind, ProviderFailure
from functions.shared.metrics import breaker_state

FAILURES, OPEN_S = 3, 0.05


@pytest.fixture
def breakers() -> Breakers:
    return Breakers(FAILURES, OPEN_S)


def fail(breakers: Breakers, kind: FailureKind = "server_error", name: str = "rerank") -> FailureKind:
    with pytest.raises(ProviderFailure) as caught, breakers.watch(name):
        raise ProviderFailure(name, kind)
    return caught.value.kind


def succeed(breakers: Breakers, name: str = "rerank") -> None:
    with breakers.watch(name):
        pass


def open_it(breakers: Breakers) -> None:
    assert [fail(breakers) for _ in range(FAILURES)] == ["server_error"] * FAILURES


def gauge(name: str = "rerank") -> float:
    return breaker_state.labels(name)._value.get()  # type: ignore[attr-defined]


def test_repeated_failures_open_it_and_the_gauge_says_so(breakers: Breakers) -> None:
    succeed(breakers)
    assert gauge() == 0
    open_it(breakers)
    assert gauge() == 2
    assert fail(breakers) == "open"


def test_an_open_breaker_never_runs_the_call(breakers: Breakers) -> None:
    open_it(breakers)
    with pytest.raises(ProviderFailure), breakers.watch("rerank"):
        pytest.fail("the dependency was asked")


def test_a_success_forgets_the_failures_before_it(breakers: Breakers) -> None:
    for _ in range(3):
        assert [fail(breakers) for _ in range(FAILURES - 1)] == ["server_error"] * (FAILURES - 1)
        succeed(breakers)


def test_each_dependency_has_its_own(breakers: Breakers) -> None:
    open_it(breakers)
    succeed(breakers, "embeddings")


@pytest.mark.parametrize("kind", ["bad_request", "busy", "open"])
def test_what_is_no_fault_of_theirs_opens_nothing(kind: FailureKind, breakers: Breakers) -> None:
    assert [fail(breakers, kind) for _ in range(FAILURES * 2)] == [kind] * FAILURES * 2


def test_a_crash_of_ours_or_a_caller_who_leaves_proves_nothing(breakers: Breakers) -> None:
    for error in (KeyError, asyncio.CancelledError, GeneratorExit) * FAILURES:
        with pytest.raises(error), breakers.watch("rerank"):
            raise error
    succeed(breakers)


def test_half_open_one_request_probes_and_the_others_take_the_fallback(breakers: Breakers) -> None:
    open_it(breakers)
    time.sleep(OPEN_S * 1.5)  # the breaker reads the wall clock
    with breakers.watch("rerank"):
        assert [fail(breakers) for _ in range(5)] == ["open"] * 5
    assert gauge() == 0
    succeed(breakers)


def test_a_probe_that_fails_opens_it_again(breakers: Breakers) -> None:
    open_it(breakers)
    time.sleep(OPEN_S * 1.5)
    assert fail(breakers) == "server_error"
    assert fail(breakers) == "open"


def test_a_probe_whose_caller_leaves_lets_the_next_one_probe(breakers: Breakers) -> None:
    open_it(breakers)
    time.sleep(OPEN_S * 1.5)
    with pytest.raises(asyncio.CancelledError), breakers.watch("rerank"):
        raise asyncio.CancelledError
    succeed(breakers)
    assert gauge() == 0


def test_a_late_failure_of_before_does_not_spoil_the_probe(breakers: Breakers) -> None:
    with pytest.raises(ProviderFailure), breakers.watch("rerank"):
        open_it(breakers)
        time.sleep(OPEN_S * 1.5)
        with breakers.watch("rerank"):
            fail(breakers, "open")
        raise ProviderFailure("rerank", "timeout")
    succeed(breakers)


def test_retry_after_is_a_rest_but_no_longer_than_ours() -> None:
    breakers = Breakers(FAILURES, 0.1)
    breakers.respect("rerank", ProviderFailure("cohere", "rate_limited", retry_after_s=3600))
    assert fail(breakers) == "open"
    time.sleep(0.15)
    succeed(breakers)


def test_without_retry_after_there_is_no_rest(breakers: Breakers) -> None:
    breakers.respect("rerank", ProviderFailure("cohere", "rate_limited"))
    succeed(breakers)


def test_models_that_anybody_may_name_have_a_bounded_number_of_breakers(breakers: Breakers) -> None:
    names = [breakers.name_of("openrouter", f"somebody/model-{place}") for place in range(3 * MOST_MODELS)]
    assert names[:MOST_MODELS] == [f"openrouter/somebody/model-{place}" for place in range(MOST_MODELS)]
    assert set(names[MOST_MODELS:]) == {"openrouter/other"}
    assert breakers.name_of("openrouter", "somebody/model-0") == names[0]
    assert breakers.name_of("openai", "gpt-5.5-mini") == "openai/gpt-5.5-mini"
