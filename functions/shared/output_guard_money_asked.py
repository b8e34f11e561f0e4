"""Who asks what we cost, or for a discount, a refund or a gift, gets no figure from an answer, however it is written.

An ordinary answer speaks of money often: of a tool's price list, of her own offers; `output_guard_promises` tells
these apart by the sentence. Where the visitor asks for our money, the sentence need not say whose it is.
"""

import re
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path

from functions.shared.linear_model import load_model, probabilities
from functions.shared.patterns import load_patterns
from functions.shared.text import fold, stem

PATTERNS = load_patterns(Path(__file__).with_name("output_guard_money_asked.txt"))
MODEL = "shared/output_guard_money_asked"
TOKEN = re.compile(r"[a-z0-9]+|[?€%]")
LONGEST = 1_200  # characters of a question that are read
SHORT = 7  # words: nobody says whose price it is in fewer
WORD_WEIGHT = 5.0  # of all words together, beside 1 for each sign
# Probability; below it more answers about the visitor's own prices would lose a sentence.
SURE_FROM = 0.5
KEYCAPS = re.compile("[\ufe0f\u20e3]")
SPELLED = re.compile(r"\b(?:\w ){3,}\w\b")


@lru_cache(maxsize=32)
def asks_our_money(question: str) -> bool:
    """Say if a question is for the agency's prices, discounts, refunds or gifts, not for her own or a tool's."""
    said = fold(question[:LONGEST])
    if not (_says("ASKED", said) and _says("SAID_OURS", said)) or (_says("HERS", said) and not _says("WITH_US", said)):
        return False
    return probabilities(load_model(MODEL), money_features(question))["True"] >= SURE_FROM


def money_features(question: str) -> dict[str, float]:
    """Return stems and pairs of stems, together of length `WORD_WEIGHT`, and the signs of whose money it is."""
    said = fold(question[:LONGEST])
    stems = [stem(token) for token in TOKEN.findall(said)]
    names = [*stems, *(f"{one} {other}" for one, other in pairwise(["^", *stems, "$"]))]
    counted = {name: float(names.count(name)) for name in dict.fromkeys(names)}
    length = sum(value * value for value in counted.values()) ** 0.5
    signs = sorted(
        {name for name in ("ASKED", "HERS", "OURS") if _says(name, said)}
        | ({"SHORT"} if len(stems) <= SHORT else set())
    )
    return (
        {f"w:{name}": WORD_WEIGHT * value / length for name, value in counted.items()}
        | {f"s:{name}": 1.0 for name in signs}
        | {f"s:{one}+{other}": 1.0 for one, other in combinations(signs, 2)}
    )


def answers_with_money(spoken: str) -> bool:
    """Say if a sentence, without what it quotes, holds a sum, a share, a gift or a code that commits the agency."""
    plain = fold(KEYCAPS.sub("", spoken))
    if _says("REFUSED", plain) or _says("TOOL", plain):
        return False
    if _says("SHOWN_CODE", spoken) or _says("BACK", plain):
        return True
    if _says("HER_WORK", plain) and not _says("AMOUNT", plain):
        return False
    free = _says("GIFT", plain) or _says("GUARANTEE", plain)
    return _says("AMOUNT", plain) or _says("CUT", plain) or (free and not _says("FREE_FACT", plain))


def unspelled(text: str) -> str:
    """Return the text with words that are spelled out put together again: «2 9 0 e u r o s»."""
    return SPELLED.sub(lambda found: found[0].replace(" ", ""), text)


def _says(name: str, text: str) -> bool:
    return bool(PATTERNS[name].search(text))
