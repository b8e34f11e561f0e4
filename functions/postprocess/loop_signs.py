"""What in a conversation tells if it is stuck, deepening, or neither: features for a linear model."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, takewhile
from pathlib import Path

from functions.postprocess.features import word_features
from functions.postprocess.lexicon.lists import themes
from functions.postprocess.similarity import similarity, stems_of
from functions.shared.patterns import load_patterns
from functions.shared.text import fold, stem, words

PATTERNS = load_patterns(Path(__file__).parent / "lexicon" / "loop.txt")
SIGNS = ("INSISTING", "MOVING_ON", "ANOTHER", "FOLLOWING", "SMALL", "QUESTION")

RECENT = 4  # messages of the visitor that the newest one is compared with
RECENT_ANSWERS = 3
ALIKE = 0.38  # two messages that ask, or say, the same
ENOUGH_REPEATED = 0.6
SHORT_ANSWER = 3  # stems
MIN_QUESTIONS = 4
OFF_THEME_AT_MOST = 1
# Weights of the words of the newest message and of the one before, beside the signs; by trying on other authors' sets.
NEWEST_WORDS, BEFORE_WORDS = 2.0, 1.4


def loop_features(visitor: Sequence[str], assistant: Sequence[str]) -> dict[str, float]:
    """Return the features of a conversation of at least three messages of the visitor, the newest last."""
    return {
        **_likenesses(visitor, assistant),
        **_course(visitor),
        **{f"newest:{name}": float(says(name, fold(visitor[-1]))) for name in SIGNS},
        **{f"before:{name}": float(says(name, fold(visitor[-2]))) for name in SIGNS},
        **_words_of("n", visitor[-1], NEWEST_WORDS),
        **_words_of("p", visitor[-2], BEFORE_WORDS),
    }


def is_on_one_theme(visitor: Sequence[str]) -> bool:
    """Say if the newest message is at least the fourth different question on one theme."""
    questions = [message for message in visitor if _is_question(message)]
    if len(questions) < MIN_QUESTIONS or questions[-1] != visitor[-1]:
        return False
    named = [_themes(question) for question in questions]
    main = next((theme for theme, _ in _theme_weights(questions).most_common(1)), None)
    changes = [bool(found) and main not in found for found in named]
    off = sum(
        change and not says("FOLLOWING", fold(question)) for change, question in zip(changes, questions, strict=True)
    )
    return off <= OFF_THEME_AT_MOST


def is_settled(message: str) -> bool:
    """Say if a message thanks or agrees and asks for nothing more."""
    folded = fold(message)
    return says("MOVING_ON", folded) and not (says("INSISTING", folded) or says("OBJECTING", folded) or "?" in message)


def says(name: str, text: str) -> bool:
    """Say if a folded text holds a phrase of `lexicon/loop.txt`."""
    return bool(PATTERNS[name].search(text))


def _likenesses(visitor: Sequence[str], assistant: Sequence[str]) -> dict[str, float]:
    """Return how much the visitor, or the assistant, says the same again."""
    newest, before = visitor[-1], visitor[-2]
    recent = [similarity(newest, other) for other in visitor[-1 - RECENT : -1]]
    asked, asked_before_that = sorted(recent, reverse=True), similarity(before, visitor[-3])
    said = max((_answers_alike(one, other) for one, other in combinations(assistant[-RECENT_ANSWERS:], 2)), default=0.0)
    return {
        "answer_repeated": min(said, ENOUGH_REPEATED),
        "asked_before": asked[0],
        "asked_twice_before": asked[1] + asked_before_that,
        "asked_at_first": similarity(newest, visitor[0]),
        "asked_just_before": recent[-1],
        "asked_before_that": asked_before_that,
        "clearly_repeated": float(said > ALIKE or asked[1] > ALIKE),
        "like_the_answer": max((similarity(newest, answer) for answer in assistant[-2:]), default=0.0),
        "series": float(_in_series(newest, before)),
        "shouted": float("??" in newest or "!!" in newest),
    }


def _course(visitor: Sequence[str]) -> dict[str, float]:
    """Return how many questions there were, and on how many themes."""
    questions = [message for message in visitor if _is_question(message)]
    weights = _theme_weights(questions)
    return {
        "three": float(len(visitor) == 3),
        "four": float(len(visitor) == 4),
        "many": float(len(visitor) > 4),
        "questions": min(len(questions), 6) / 6,
        "asks": float(_is_question(visitor[-1])),
        "on_one_theme": float(is_on_one_theme(visitor)),
        "main_theme": max(weights.values(), default=0) / max(1, len(questions)),
        "themes": min(len(weights), 4) / 4,
    }


def _words_of(prefix: str, message: str, weight: float) -> dict[str, float]:
    return {f"{prefix}:{name}": value * weight for name, value in word_features(message).items() if name[0] in "wb"}


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
    if says("SMALL", folded) or ("?" not in message and says("MOVING_ON", folded)):
        return False
    return says("QUESTION", folded) or len(words(message)) >= 4


def _theme_weights(questions: Sequence[str]) -> Counter[str]:
    return Counter(theme for question in questions for theme in _themes(question))


@lru_cache(maxsize=2_000)
def _themes(message: str) -> frozenset[str]:
    known = themes()
    return frozenset(theme for word in words(message) for theme in known.get(stem(word), ()))
