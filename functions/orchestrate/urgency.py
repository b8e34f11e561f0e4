"""How pressing a message is, by its cues of time, breakage and postponement."""

from functions.orchestrate.clauses import split_clauses
from functions.orchestrate.concepts import count_concepts, place_of
from functions.orchestrate.models import Urgency

CUES = ("priority", "near", "broken", "deferred")


def read_urgency(message: str) -> Urgency:
    """Return `high` for something due or broken now, `low` for something that may wait.

    A clause that postpones counts for that alone: in "rien ne presse", "presse" is no haste.
    """
    counts = [_cues(clause) for clause in split_clauses(message)]
    pressing = [cues for cues in counts if not cues["deferred"]]
    priority, near, broken = (sum(cues[name] for cues in pressing) for name in CUES[:3])
    if priority or (near and broken) or near > 1:
        return "high"
    return "low" if len(pressing) < len(counts) and not (near or broken) else "normal"


def _cues(clause: str) -> dict[str, int]:
    counts = count_concepts(clause)
    return {name: counts[place_of(f"cues.{name}")] for name in CUES}
