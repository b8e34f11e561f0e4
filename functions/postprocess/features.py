"""A message as features for a linear model: its words, pieces of words, negations, and how it is typed."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from functions.postprocess.lexicon.lists import emojis, strengths
from functions.shared.patterns import load_patterns
from functions.shared.text import fold, stem

LEXICON = Path(__file__).parent / "lexicon"
TOKEN = re.compile(r"[a-z0-9]+|[!?]+|\.{2,}|[€%$]")
ELONGATED = re.compile(r"([a-z])\1{2,}")
PATTERNS = load_patterns(LEXICON / "signs.txt")

NEGATIONS = frozenset(
    {"pas", "jamais", "rien", "aucun", "aucune", "plus", "ni", "sans", "not", "no", "never", "don", "t", "dont"}
    | {"nothing", "nada", "nicht", "kein", "non", "niente", "niet"}
)
LONGEST = 1_200  # characters
NEGATION_REACH = 3  # words after it (and one before it: «j'aime pas»)
INTENSIFIERS = frozenset(
    {"trop", "tres", "vraiment", "hyper", "super", "ultra", "grave", "tellement", "si", "carrement", "franchement"}
    | {"so", "very", "really", "muy", "sehr", "molto"}
)
# Words that negate as a pair with «ne», and praise or are neutral alone: «plus» is «more» as often as «no more».
WEAK_NEGATIONS = frozenset({"plus", "t", "non", "no", "sans"})


@lru_cache(maxsize=64)
def word_features(message: str) -> Mapping[str, float]:
    """Return unigrams and bigrams of stems, negated ones marked, and pieces of words; each group is of length 1."""
    tokens = TOKEN.findall(fold(message))
    counted: Counter[str] = Counter()
    marked = [
        ("non_" if negated else "") + stem(token) for token, negated in zip(tokens, negated_places(tokens), strict=True)
    ]
    counted.update(f"w:{word}" for word in marked)
    counted.update(f"b:{one} {two}" for one, two in pairwise(marked))
    pieces = Counter(f"c:{piece}" for token in tokens for piece in _pieces(token))
    scale, piece_scale = _norm(counted), _norm(pieces)
    return {name: math.sqrt(n) / scale for name, n in counted.items()} | {
        name: math.sqrt(n) / piece_scale for name, n in pieces.items()
    }


def clipped(message: str) -> str:
    """Return a message as far as its feeling and its wish are read by features: a long one by its start and its end."""
    return message if len(message) <= LONGEST else f"{message[: LONGEST // 2]} {message[-LONGEST // 2 :]}"


def negated_places(tokens: list[str]) -> list[bool]:
    """Say for each token if a negation reaches it: up to three words after one, or the word just before `pas`."""
    negated = [False] * len(tokens)
    for place, token in enumerate(tokens):
        if token not in NEGATIONS or (
            token in WEAK_NEGATIONS and not {"ne", "n"} & set(tokens[max(0, place - 4) : place])
        ):
            continue
        for reached in range(max(0, place - 1), min(len(tokens), place + 1 + NEGATION_REACH)):
            if reached > place and not tokens[reached].isalnum():
                break
            negated[reached] = reached != place
    return negated


def feeling_features(message: str) -> dict[str, float]:
    """Return what the word lists, the emojis and the typing say of a message's feeling, each about 0 to 1."""
    folded = fold(message)
    tokens = TOKEN.findall(folded)
    negated = negated_places(tokens)
    found = {name: _lexicon_sums(name, tokens, negated) for name in ("positive", "negative", "frustration")}
    good, bad = found["positive"][0] + found["negative"][1], found["negative"][0] + found["positive"][1]
    pictures = {name: sum(c in emojis(f"{name}-emoji") for c in message) for name in ("positive", "negative", "ironic")}
    signs = (
        _balance_signs(good, bad)
        | {"frustration": min(found["frustration"][0], 4) / 4}
        | {f"emoji_{name}": min(count, 2) / 2 for name, count in pictures.items()}
        | _phrase_signs(folded, ironic=pictures["ironic"] > 0, good=good, bad=bad)
        | _typing_signs(message, folded, tokens)
    )
    return {f"s:{name}": float(value) for name, value in signs.items() if value}


def _balance_signs(good: float, bad: float) -> dict[str, float]:
    return {
        "good": min(good, 4) / 4,
        "bad": min(bad, 4) / 4,
        "any_good": good > 0,
        "any_bad": bad > 0,
        "only_good": good > 0 and bad == 0,
        "only_bad": bad > 0 and good == 0,
        "neither": good == 0 and bad == 0,
        "balance": math.tanh((good - bad) / 2),
    }


def _phrase_signs(folded: str, *, ironic: bool, good: float, bad: float) -> dict[str, float]:
    failure, thanks, times, question = (_says(name, folded) for name in ("FAILURE", "THANKS", "TIMES", "QUESTION"))
    at_others, repeated = _says("AT_OTHERS", folded), _says("REPEATED", folded)
    return {
        "failure": failure,
        "thanks": thanks,
        "mocking": _says("MOCKING", folded),
        "irony": thanks and (failure or times or ironic),
        "times": times,
        "failure_times": failure and times,
        "question": question,
        "calm_question": question and good == 0 and bad == 0,
        "at_others": at_others,
        "at_others_bad": at_others and bad > good,
        "repeated": repeated,
        "repeated_failure": repeated and failure,
        "about_herself": _says("ABOUT_HERSELF", folded),
    }


def _typing_signs(message: str, folded: str, tokens: list[str]) -> dict[str, float]:
    letters = [c for c in message if c.isalpha()]
    return {
        "shouted": min(message.count("!"), 3) / 3,
        "asked_twice": "??" in message or "?!" in message or "!?" in message,
        "trailing": "..." in folded,
        "capitals": len(letters) > 5 and sum(c.isupper() for c in letters) / len(letters) > 0.6,
        "elongated": bool(ELONGATED.search(folded)),
        "intense": any(token in INTENSIFIERS for token in tokens),
        "short": len(tokens) <= 4,
    }


def _lexicon_sums(name: str, tokens: list[str], negated: list[bool]) -> tuple[float, float]:
    """Return the strength of the words of a list that stand, and of those that a negation turns round."""
    known = strengths(name)
    stems_ = [stem(token) for token in tokens]
    plain = turned = 0.0
    for place, word in enumerate(stems_):
        pair = " ".join(stems_[place : place + 2])
        strength = known.get(pair) or known.get(ELONGATED.sub(r"\1", word)) or known.get(word)
        if strength and pair not in known and negated[place]:
            turned += strength * 0.7
        elif strength:
            plain += strength * (1.3 if place and tokens[place - 1] in INTENSIFIERS else 1)
    return plain, turned


def _pieces(token: str) -> Iterator[str]:
    padded = f"^{token}$"
    for length in (3, 4):
        yield from (padded[i : i + length] for i in range(len(padded) - length + 1))


def _norm(counted: Counter[str]) -> float:
    return math.sqrt(sum(counted.values())) or 1.0


def _says(name: str, text: str) -> bool:
    return bool(PATTERNS[name].search(text))
