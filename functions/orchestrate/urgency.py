"""How pressing a message is, by its cues of time, breakage and postponement."""

from functions.orchestrate.concepts import count_concepts, place_of
from functions.orchestrate.models import Urgency


def read_urgency(message: str) -> Urgency:
    """Return `high` for something due or broken now, `low` for something that may wait."""
    counts = count_concepts(message)
    priority, near, broken, deferred = (
        counts[place_of(f"cues.{cue}")] for cue in ("priority", "near", "broken", "deferred")
    )
    if priority or (near and broken) or near > 1:
        return "high"
    return "low" if deferred and not (near or broken) else "normal"
