"""Asking again: where the failure may pass and nothing was changed, twice at most, within a deadline and a budget."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_any,
    stop_before_delay,
    wait_random_exponential,
)

from functions.shared.breakers import Breakers
from functions.shared.errors import FailureKind, ProviderFailure
from functions.shared.metrics import provider_failures, retries
from functions.shared.settings import Settings

MOST_ATTEMPTS = 3
# No `timeout`: the deadline is the patience that the caller has. No `malformed`, `empty`: the same would come again.
PASSING: frozenset[FailureKind] = frozenset({"refused", "cut", "rate_limited", "server_error"})
JITTER = wait_random_exponential(multiplier=0.1, max=1)  # seconds: full jitter, 0 to 0.1, then 0 to 0.2

# Retries may be a tenth of the requests, so that an outage is not made worse; a few are allowed at the start.
BUDGET_SHARE = 0.1
BUDGET_MOST = 10.0

T = TypeVar("T")


@dataclass
class RetryBudget:
    """How many retries this process may still make: each request earns a part of one."""

    left: float = BUDGET_MOST

    def earn(self) -> None:
        """A request was made."""
        self.left = min(BUDGET_MOST, self.left + BUDGET_SHARE)

    def spend(self) -> bool:
        """Take one retry if there is one."""
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(frozen=True)
class Resilience:
    """The breakers and the retry budget of one process."""

    breakers: Breakers
    budget: RetryBudget

    async def ask(self, name: str, request: Callable[[], Awaitable[T]], within_s: float) -> T:
        """Return the answer of a request that may be repeated; raise `ProviderFailure` within `within_s` seconds."""
        self.budget.earn()
        deadline = asyncio.get_running_loop().time() + within_s
        enough = stop_any(stop_after_attempt(MOST_ATTEMPTS), stop_before_delay(within_s))
        retrying = AsyncRetrying(
            retry=retry_if_exception(lambda error: _may_pass(error) and not self.breakers.is_open(name)),
            wait=_wait,
            # the budget comes last: it is asked only where the retry would happen
            stop=lambda state: enough(state) or self._is_spent(state),
            before_sleep=lambda _: retries.labels(name).inc(),
            reraise=True,
        )
        try:
            return await retrying(self._attempt, name, request, deadline)
        except ProviderFailure as failure:
            self.breakers.respect(name, failure)
            raise

    async def ask_once(self, name: str, request: Callable[[], Awaitable[T]], within_s: float) -> T:
        """Return the answer of a request that must not be repeated; raise `ProviderFailure` like `ask`."""
        self.budget.earn()
        return await self._attempt(name, request, asyncio.get_running_loop().time() + within_s)

    async def _attempt(self, name: str, request: Callable[[], Awaitable[T]], deadline: float) -> T:
        with self.breakers.watch(name):
            return await _in_time(name, request(), deadline)

    def _is_spent(self, _: RetryCallState) -> bool:
        return not self.budget.spend()


def open_resilience(settings: Settings) -> Resilience:
    """Return closed breakers and a full budget."""
    return Resilience(Breakers(settings.breaker_failures, settings.breaker_open_s), RetryBudget())


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of `Retry-After`, whatever the case of the header's name; None for its form with a date."""
    value = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return float(value) if value.isdigit() else None


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, ProviderFailure) and error.kind in PASSING


async def _in_time(name: str, answer: Awaitable[T], deadline: float) -> T:
    # The clients' own timeouts bound each silence; an answer that drips passes them all.
    try:
        async with asyncio.timeout_at(deadline):
            return await answer
    except TimeoutError as error:
        provider = name.partition("/")[0]
        provider_failures.labels(provider, "timeout").inc()
        raise ProviderFailure(provider, "timeout") from error


def _wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the provider asked for, or a little, never the same for two callers."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, ProviderFailure) else None
    return (asked or 0.0) + JITTER(state)
