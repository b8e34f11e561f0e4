"""When nothing may be offered: anger, distress, a complaint, a refund asked for. When in doubt, nothing is offered."""

from pathlib import Path

from functions.shared.linear_model import load_model, probabilities
from functions.shared.patterns import load_patterns
from functions.shared.text import fold

LEXICON = Path(__file__).parent / "lexicon"
PATTERNS = load_patterns(LEXICON / "mood.txt")

ANGRY_FROM = (
    0.45  # probability of frustration; lower than for the metric, because an offer to an angry person costs more
)
ANGRY_IF_OVERLOADED_FROM = 0.65  # «je n'en peux plus» is also how people say that they have too much work
NEEDS_A_PERSON = {"refund", "complaint", "distress", "human", "health", "legal"}


def may_be_offered(message: str, features: dict[str, float], *, need: str = "", overloaded: bool = False) -> bool:
    """Say if an offer would be welcome after this message; `need` is the orchestrator's."""
    folded = fold(message)
    if need in NEEDS_A_PERSON or _says("DISTRESS", folded) or _says("ANGER", folded):
        return False
    if _says("REFUND", folded) and not _says("OF_HER_CLIENTS", folded):
        return False
    angry = probabilities(load_model("postprocess/frustration"), features)["frustrated"]
    return angry < (ANGRY_IF_OVERLOADED_FROM if overloaded else ANGRY_FROM)


def _says(name: str, text: str) -> bool:
    return bool(PATTERNS[name].search(text))
