"""Which model is asked next, for how long, and whose fault a failure is."""

from functions.llm.models import OFFLINE_PREFIX
from functions.shared.errors import FailureKind

# Failures that a person has to repair: a request that we wrote wrongly, a key, an account, a model that is gone.
OURS_TO_REPAIR: frozenset[FailureKind] = frozenset({"bad_request", "unauthorized", "no_credit", "retired_model"})

# All the models together may keep the visitor waiting for this many times one model's patience ...
CHAIN_PATIENCE = 1.5
# ... but each one gets at least this share of it: in non-stream mode a model may fail after a long time.
LEAST_PATIENCE = 0.5


def models_to_ask(asked: str, fallback: str) -> tuple[str, ...]:
    """Return the models of the provider in the order they are asked, each once; the offline writer comes after them."""
    if asked.startswith(OFFLINE_PREFIX):
        return ()
    return tuple(dict.fromkeys((asked, fallback)))


def patience(first_token_timeout_s: float, waited_s: float) -> float:
    """Return how many seconds the next model has for its first token, when the visitor has waited `waited_s`."""
    left = CHAIN_PATIENCE * first_token_timeout_s - waited_s
    return min(first_token_timeout_s, max(left, LEAST_PATIENCE * first_token_timeout_s))


def needs_repair(kind: FailureKind) -> bool:
    """Say whether this failure comes back until a person acts; the next model answers all the same."""
    return kind in OURS_TO_REPAIR
