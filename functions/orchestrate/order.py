"""Which of the things that a message lists comes first, where it says so by their places («le 2 d'abord»)."""

from pathlib import Path
from typing import Literal

from functions.shared.patterns import load_patterns
from functions.shared.text import fold

PATTERNS = load_patterns(Path(__file__).with_name("order.txt"))


def read_order(message: str) -> Literal["first", "last"] | None:
    """Return the place of what comes first among the things listed; None where nothing or both are said."""
    folded = fold(message)
    first, last = (bool(PATTERNS[name].search(folded)) for name in ("FIRST", "LAST"))
    if first == last:
        return None
    return "first" if first else "last"
