"""How long the next model is waited for, and whose fault a failure is."""

from functions.shared.errors import FailureKind

# Failures that a person has to repair: a request that we wrote wrongly, a key, an account, a model that is gone.
OURS_TO_REPAIR: frozenset[FailureKind] = frozenset({"bad_request", "unauthorized", "no_credit", "retired_model"})

# Seconds: with less no model is worth asking, the offline writer answers at once.
LEAST_S = 1.0


def patience(most_s: float, left_s: float, models_after: int) -> float:
    """Return the seconds that the next model has for its first word: what is left of the turn, but for a share for
    each model after it, and at most `most_s`.
    """
    return max(LEAST_S, min(most_s, left_s - LEAST_S * models_after))


def is_too_late(left_s: float) -> bool:
    """Say whether the turn has no time left for another model."""
    return left_s < LEAST_S


def needs_repair(kind: FailureKind) -> bool:
    """Say whether this failure comes back until a person acts; the next model answers all the same."""
    return kind in OURS_TO_REPAIR
