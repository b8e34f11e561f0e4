"""What in a message says that the visitor wants to buy from us: whose price, whose training, whose work, whose time."""

from pathlib import Path

from functions.postprocess.features import clipped, word_features
from functions.shared.patterns import load_patterns
from functions.shared.text import fold

PATTERNS = load_patterns(Path(__file__).parent / "lexicon" / "wishes.txt")
WORD_WEIGHT = 3.0  # beside the signs; by cross-validation and on other authors
PAIRED = {
    "price": ("ours", "service", "tool", "hers", "her_product", "how"),
    "learn": ("ours", "hers", "her_product", "already", "question", "how"),
    "delegate": ("ours", "her_clients"),
    "overload": ("i_feel", "her_clients"),
    "service": ("ours", "question"),
    "ours": ("question",),
}
PAIRS = tuple((one, other) for one, others in PAIRED.items() for other in others)


def upsell_features(message: str) -> dict[str, float]:
    """Return the words of a message and the signs of each trigger, alone and in the pairs that tell whose they are."""
    message = clipped(message)
    folded = fold(message)
    signs = {name for name, pattern in PATTERNS.items() if name.islower() and pattern.search(folded)}
    pairs = {f"s:{one}+{other}": 1.0 for one, other in PAIRS if one in signs and other in signs}
    absent = {f"s:{one}-{other}": 1.0 for one, other in PAIRS if one in signs and other not in signs}
    spelled = {name: value * WORD_WEIGHT for name, value in word_features(message).items()}
    return spelled | {f"s:{name}": 1.0 for name in signs} | pairs | absent
