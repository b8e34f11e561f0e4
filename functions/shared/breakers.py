"""Circuit breakers: a dependency that keeps failing is left alone, and its fallback is taken at once.

purgatory counts the failures and holds the state. What it leaves open is decided here: half open, one probe at a time;
a caller who leaves proves nothing; Retry-After is a rest; a request that we wrote wrongly is no fault of theirs.
"""

import time
from collections.abc import Generator
from contextlib import contextmanager

from purgatory import ContextChanged, Event, SyncCircuitBreakerFactory
from purgatory.domain.model import HALF_OPENED, OpenedState
from purgatory.service._sync.circuitbreaker import SyncCircuitBreaker

from functions.shared.errors import FailureKind, ProviderFailure
from functions.shared.logs import get_logger
from functions.shared.metrics import breaker_state

STATES = {"closed": 0, HALF_OPENED: 1, "opened": 2}
# The dependency answered, and rightly refused.
SIGNS_OF_LIFE: frozenset[FailureKind] = frozenset({"bad_request"})
# The dependency was not asked.
NOT_ASKED: frozenset[FailureKind] = frozenset({"open", "busy"})

# Models at one provider with a breaker, and a label, of their own: whoever has the token may name any model.
MOST_MODELS = 20

log = get_logger(__name__)


class Breakers:
    """The circuit breakers of one process, one per name; opened by `failures` in a row, for `open_s` seconds."""

    def __init__(self, failures: int, open_s: float) -> None:
        self._open_s = open_s
        self._factory = SyncCircuitBreakerFactory(default_threshold=failures, default_ttl=open_s)
        self._factory.add_listener(_publish)
        self._probed: set[str] = set()
        self._models: dict[str, set[str]] = {}

    def name_of(self, provider: str, model: str) -> str:
        """Return the name of a model's breaker; after the first `MOST_MODELS` of a provider, all others share one."""
        known = self._models.setdefault(provider, set())
        if len(known) < MOST_MODELS:
            known.add(model)
        return f"{provider}/{model if model in known else 'other'}"

    @contextmanager
    def watch(self, name: str) -> Generator[None]:
        """Let the block ask a dependency and judge how it went; raise `ProviderFailure`, kind `open`, if it rests."""
        breaker = self._factory.get_breaker(name)
        is_probe = self._admit(name, breaker)
        try:
            yield
        except ProviderFailure as failure:
            self._judge(breaker, failure, is_probe=is_probe)
            raise
        else:
            self._judge(breaker, None, is_probe=is_probe)
        finally:
            if is_probe:
                self._probed.discard(name)

    def is_open(self, name: str) -> bool:
        """Say whether the next call would be refused, as far as is known."""
        return self._factory.get_breaker(name).context.state == "opened"

    def respect(self, name: str, failure: ProviderFailure) -> None:
        """Leave a dependency alone for as long as its Retry-After says, at most as long as after repeated failures."""
        if not failure.retry_after_s:
            return
        breaker = self._factory.get_breaker(name)
        opened = OpenedState(name)
        opened.opened_at = time.time() - self._open_s + min(failure.retry_after_s, self._open_s)
        breaker.context.set_state(opened)
        breaker.__exit__(None, None, None)

    def _admit(self, name: str, breaker: SyncCircuitBreaker) -> bool:
        """Let the call pass, and say whether it is the probe."""
        try:
            breaker.__enter__()
        except OpenedState as opened:
            raise ProviderFailure(name, "open") from opened
        if breaker.context.state != HALF_OPENED:
            return False
        if name in self._probed:
            raise ProviderFailure(name, "open")
        self._probed.add(name)
        return True

    def _judge(self, breaker: SyncCircuitBreaker, failure: ProviderFailure | None, *, is_probe: bool) -> None:
        if (failure and failure.kind in NOT_ASKED) or (breaker.context.state == HALF_OPENED and not is_probe):
            return
        if failure is None or failure.kind in SIGNS_OF_LIFE:
            breaker.__exit__(None, None, None)
            return
        breaker.__exit__(type(failure), failure, None)


def _publish(name: str, _: str, event: Event) -> None:
    state = event.state if isinstance(event, ContextChanged) else "closed"
    if isinstance(event, ContextChanged):
        log.warning("breaker", dependency=name, state=state)
    breaker_state.labels(name).set(STATES[state])
