"""Is the conversation stuck, or is it deepening? Two loops with opposite needs: a person, or a training."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, takewhile
from pathlib import Path
from typing import Literal

from functions.postprocess.lexicon.lists import themes
from functions.postprocess.linear_model import load_model, probabilities
from functions.postprocess.similarity import similarity, stems_of
from functions.shared.patterns import load_patterns
from functions.shared.text import fold, stem, words

LEXICON = Path(__file__).parent / "lexicon"
PATTERNS = load_patterns(LEXICON / "loop.txt")

LoopKind = Literal["stuck", "deepening"]

RECENT = 4  # messages of the visitor that the newest one is compared with
RECENT_ANSWERS = 3
ALIKE = 0.38  # two messages that ask, or say, the same
ENOUGH_REPEATED = 0.6
SHORT_ANSWER = 3  # stems
LONGEST = 450  # characters of a message that are compared
STUCK_FROM = 0.5  # probability
MIN_REQUESTS = 3
MIN_QUESTIONS = 4
OFF_THEME_AT_MOST = 1


def find_loop(visitor: Sequence[str], assistant: Sequence[str]) -> LoopKind | None:
    """Name the loop of a conversation: the visitor's messages, the newest last, and the assistant's before it."""
    visitor, assistant = [clipped(message) for message in visitor], [clipped(answer) for answer in assistant]
    if is_stuck(visitor, assistant):
        return "stuck"
    return "deepening" if is_deepening(visitor) else None


def clipped(text: str) -> str:
    """Return a message as far as it is compared: the start and the end of a long one say what it is about."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST * 2 // 3]} {text[-LONGEST // 3 :]}"


def is_stuck(visitor: Sequence[str], assistant: Sequence[str]) -> bool:
    """Say if the newest message is the third try at one request, or if the assistant repeats itself."""
    if len(visitor) < MIN_REQUESTS:
        return False
    return probabilities(load_model("loop"), stuck_features(visitor, assistant))["stuck"] >= STUCK_FROM


def stuck_features(visitor: Sequence[str], assistant: Sequence[str]) -> dict[str, float]:
    """Return what tells a stuck conversation of at least three requests: likenesses, insistence, moving on."""
    newest, before = visitor[-1], visitor[-2]
    folded = fold(newest)
    asked = sorted((similarity(newest, other) for other in visitor[-1 - RECENT : -1]), reverse=True)
    said = max((_answers_alike(one, other) for one, other in combinations(assistant[-RECENT_ANSWERS:], 2)), default=0.0)
    return {
        "answer_repeated": min(said, ENOUGH_REPEATED),
        "asked_before": asked[0],
        "asked_twice_before": asked[1] + similarity(before, visitor[-3]),
        "clearly_repeated": float(said > ALIKE or asked[1] > ALIKE),
        "insisting": float(_says("INSISTING", folded) or "??" in newest or "!!" in newest),
        "moving_on": float(_says("MOVING_ON", folded)),
        "another": float(any(_says("ANOTHER", fold(message)) for message in visitor[-2:])),
        "series": float(_in_series(newest, before)),
    }


def is_deepening(visitor: Sequence[str]) -> bool:
    """Say if the newest message is at least the fourth different question on one theme."""
    questions = [message for message in visitor if _is_question(message)]
    if len(questions) < MIN_QUESTIONS or questions[-1] != visitor[-1]:
        return False
    named: list[frozenset[str]] = [_themes(question) for question in questions]
    weight = Counter(theme for found in named for theme in found)
    main = weight.most_common(1)[0][0] if weight else None
    changes = [bool(found) and main not in found for found in named]
    off = sum(
        change and not _says("FOLLOWING", fold(question)) for change, question in zip(changes, questions, strict=True)
    )
    return off <= OFF_THEME_AT_MOST


def _answers_alike(one: str, other: str) -> float:
    """Return the likeness of two answers; very short ones share words by chance, unless one repeats the other."""
    a, b = stems_of(one), stems_of(other)
    if min(len(a), len(b)) < SHORT_ANSWER and not (a and b and (a <= b or b <= a)):
        return 0.0
    return similarity(one, other)


def _in_series(one: str, other: str) -> bool:
    """Say if two messages are one form with another thing in it («mail 1», «mail 2»): two requests, not one."""
    a, b = words(one), words(other)
    same_start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
    same_places = len(a) == len(b) and sum(x == y for x, y in zip(a, b, strict=True)) >= 0.6 * len(a)
    mine, hers = stems_of(one), stems_of(other)
    return (same_start >= 2 or same_places) and bool(mine - hers) and bool(hers - mine)


@lru_cache(maxsize=2_000)
def _is_question(message: str) -> bool:
    folded = fold(message)
    if _says("SMALL", folded) or ("?" not in message and _says("MOVING_ON", folded)):
        return False
    return _says("QUESTION", folded) or len(words(message)) >= 4


@lru_cache(maxsize=2_000)
def _themes(message: str) -> frozenset[str]:
    known = themes()
    return frozenset(theme for word in words(message) for theme in known.get(stem(word), ()))


def _says(name: str, text: str) -> bool:
    return bool(PATTERNS[name].search(text))
