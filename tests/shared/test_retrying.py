"""Asking again: when, how often, for how long, and out of which budget."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from functions.shared.breakers import Breakers
from functions.shared.errors import FailureKind, ProviderFailure
from functions.shared.retrying import BUDGET_MOST, Resilience, RetryBudget, retry_after_s

Request = Callable[[], Awaitable[str]]


def resilience(left: float = BUDGET_MOST, failures: int = 100) -> Resilience:
    return Resilience(Breakers(failures, 60), RetryBudget(left))


class Flaky:
    """A request that fails so many times, then answers."""

    def __init__(self, times: int, kind: FailureKind = "server_error", retry_after: float | None = None) -> None:
        self.times, self.kind, self.retry_after = times, kind, retry_after
        self.asked: list[float] = []

    async def __call__(self) -> str:
        self.asked.append(time.monotonic())
        if len(self.asked) <= self.times:
            raise ProviderFailure("someone", self.kind, retry_after_s=self.retry_after)
        return "answer"


@pytest.mark.parametrize("times", [0, 1, 2])
@pytest.mark.parametrize("kind", ["refused", "cut", "server_error", "rate_limited"])
async def test_a_failure_that_passes_is_asked_again_twice_at_most(times: int, kind: FailureKind) -> None:
    request = Flaky(times, kind)
    assert await resilience().ask("someone", request, 5) == "answer"
    assert len(request.asked) == times + 1


async def test_the_third_failure_is_the_last() -> None:
    request = Flaky(9)
    with pytest.raises(ProviderFailure) as caught:
        await resilience().ask("someone", request, 5)
    assert (caught.value.kind, len(request.asked)) == ("server_error", 3)


@pytest.mark.parametrize(
    "kind", ["timeout", "unauthorized", "no_credit", "retired_model", "bad_request", "malformed", "empty"]
)
async def test_what_would_fail_again_is_not_asked_again(kind: FailureKind) -> None:
    request = Flaky(1, kind)
    with pytest.raises(ProviderFailure):
        await resilience().ask("someone", request, 5)
    assert len(request.asked) == 1


async def test_what_must_not_be_repeated_is_asked_once() -> None:
    request = Flaky(1)
    with pytest.raises(ProviderFailure):
        await resilience().ask_once("someone", request, 5)
    assert len(request.asked) == 1


async def test_retry_after_is_waited_for_where_it_fits() -> None:
    request = Flaky(1, "rate_limited", retry_after=0.2)
    assert await resilience().ask("someone", request, 5) == "answer"
    assert request.asked[1] - request.asked[0] >= 0.2


async def test_retry_after_beyond_the_deadline_is_a_failure_at_once_and_a_rest() -> None:
    both, request = resilience(), Flaky(1, "rate_limited", retry_after=30)
    start = time.monotonic()
    with pytest.raises(ProviderFailure):
        await both.ask("someone", request, 2)
    assert time.monotonic() - start < 2
    assert len(request.asked) == 1
    with pytest.raises(ProviderFailure) as caught:
        await both.ask("someone", request, 2)
    assert (caught.value.kind, len(request.asked)) == ("open", 1)


async def test_an_answer_that_never_ends_is_a_timeout_and_counts() -> None:
    both = resilience(failures=1)

    async def drip() -> str:
        for _ in range(1_000):
            await asyncio.sleep(0.01)
        return "too late"

    with pytest.raises(ProviderFailure) as caught:
        await both.ask("someone", drip, 0.1)
    assert caught.value.kind == "timeout"
    assert both.breakers.is_open("someone")


async def test_no_retry_once_the_breaker_is_open() -> None:
    request = Flaky(9)
    with pytest.raises(ProviderFailure) as caught:
        await resilience(failures=1).ask("someone", request, 5)
    assert (caught.value.kind, len(request.asked)) == ("server_error", 1)


async def test_an_outage_is_made_worse_by_a_tenth_at_most() -> None:
    both, asked = resilience(failures=10_000), 0
    for _ in range(200):
        request = Flaky(9)
        with pytest.raises(ProviderFailure):
            await both.ask("someone", request, 0.5)
        asked += len(request.asked)
    assert 200 < asked <= 200 * 1.1 + BUDGET_MOST


def test_the_budget_never_holds_more_than_its_most() -> None:
    budget = RetryBudget()
    for _ in range(1_000):
        budget.earn()
    assert [budget.spend() for _ in range(12)] == [True] * 10 + [False] * 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "2"}, 2.0),
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"retry-after": "-1"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds
