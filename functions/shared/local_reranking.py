"""The offline stand-in of the reranker: how surely a passage answers a question, from what they have in common.

Each unit of the question is found in the passage word for word, mistyped, in another form, or as another expression of
its family. Ranking weighs these; a logistic curve, fitted on labelled questions, turns the sum into a relevance.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from functions.shared.passage_reading import Reading, read
from functions.shared.question_units import Unit, question_units
from functions.shared.spelling import closeness, same_beginning
from functions.shared.word_counts import WordCounts, counts_of
from functions.shared.word_forms import root

# Saturation of repeated words and weight of length: BM25's usual figures; 80 stems is a passage of average length.
K1 = 1.2
B = 0.4
AVERAGE_STEMS = 80

# Against a word found as it is (1.0); chosen by hand on half of the labelled questions, see docs/decisions/20.
SYNONYM = 0.5
MISTYPED = 0.8
IN_HEADING = 0.5
SYNONYM_IN_HEADING = 0.5
SIDE_BY_SIDE = 0.5

# Keeps the logarithm of the strength in the range where it tells weak from strong.
STRENGTH_SCALE = 5.0
# A log-likelihood beyond which more words of her own change nothing: they do not make an answer.
CLEARLY_HERE = 1.0

# Fitted by `python -m eval.retrieval --calibrate`, in the order of `Evidence`; the floor: docs/decisions/24.
INTERCEPT = -6.4
COEFFICIENTS = (1.72, 3.31, -2.66, 0.51, 0.74, -2.17)


class Evidence(NamedTuple):
    """What speaks for a passage; the last three are the question's own and equal for all passages."""

    coverage: float
    """Strength over what the question asks for in all; about 0 to 2."""
    strength: float
    """Logarithm of 1 + the weighted sum of what was found."""
    unknown: float
    """The part of the question that nobody knows and that this passage does not resemble, 0 to 1."""
    belongs_here: float
    """Log-likelihood that the question is this expert's."""
    belongs_elsewhere: float
    """The same of the one word that speaks most against her."""
    names: float
    """Unknown names in the question: 0, 1 or 2 and more."""


class Match(NamedTuple):
    """How one unit occurs in a passage: weighted sums."""

    text: float
    heading: float


def score_passages(query: str, passages: Sequence[str], counts: WordCounts | None = None) -> list[float]:
    """Return one relevance per passage, 0 to 1, in the order given; `counts` are those of the whole base."""
    readings = [read(passage) for passage in passages]
    seen = [reading.count for reading in readings]
    units = question_units(query, counts.with_passages(seen) if counts else counts_of(seen))
    return [relevance(evidence(units, reading)) for reading in readings]


def relevance(found: Evidence) -> float:
    """Return the probability that the passage answers, 0 to 1; nothing in common is 0."""
    if not found.strength:
        return 0.0
    logit = INTERCEPT + sum(weight * value for weight, value in zip(COEFFICIENTS, found, strict=True))
    return round(1 / (1 + math.exp(-logit)), 4)


def evidence(units: Sequence[Unit], passage: Reading) -> Evidence:
    """Return what speaks for a passage."""
    wanted = sum(unit.weight for unit in units) or 1.0
    matches = [_match(unit, passage) for unit in units]
    heading = sum(match.heading for match in matches)
    strength = sum(match.text for match in matches) + heading + SIDE_BY_SIDE * _side_by_side(units, passage)
    return Evidence(
        coverage=strength / wanted,
        strength=math.log1p(STRENGTH_SCALE * strength),
        unknown=sum(
            unit.weight for unit, match in zip(units, matches, strict=True) if unit.is_unknown and not match.text
        )
        / wanted,
        belongs_here=min(CLEARLY_HERE, sum(unit.belongs_here for unit in units)),
        belongs_elsewhere=min((unit.belongs_here for unit in units), default=0.0),
        names=min(2, sum(unit.is_name for unit in units)),
    )


def _match(unit: Unit, passage: Reading) -> Match:
    related_heading = SYNONYM_IN_HEADING * unit.family_weight if unit.families & passage.heading_families else 0.0
    times = passage.count.get(unit.stem, 0)
    if times:
        in_heading = unit.stem in passage.heading
        heading = IN_HEADING * unit.weight if in_heading else related_heading
        return Match(unit.weight * _saturated(times, passage.length), heading)
    related = SYNONYM * unit.family_weight if unit.families & passage.families else 0.0
    likeness, word = _most_alike(unit, passage)
    mistyped = MISTYPED * likeness * unit.weight
    if mistyped > related:
        return Match(mistyped, IN_HEADING * likeness * unit.weight if root(word) in passage.heading else 0.0)
    return Match(related, related_heading)


def _saturated(times: int, length: int) -> float:
    return (1 + K1) * times / (times + K1 * (1 - B + B * length / AVERAGE_STEMS))


def _most_alike(unit: Unit, passage: Reading) -> tuple[float, str]:
    """Return the word of the passage that shares the unit's beginning or, if the unit is unknown, looks like it."""
    return max(((_likeness(unit, other), other) for other in passage.written), default=(0.0, ""))


def _likeness(unit: Unit, word: str) -> float:
    derived = same_beginning(unit.word, word)
    return max(derived, closeness(unit.word, word)) if unit.is_unknown else derived


def _side_by_side(units: Sequence[Unit], passage: Reading) -> float:
    """Return the weight of neighbours in the question that are near each other in the passage."""
    total = 0.0
    for one, other in pairwise(units):
        places, other_places = passage.places.get(one.stem), passage.places.get(other.stem)
        if places and other_places:
            gap = min(abs(place - other_place) for place in places for other_place in other_places)
            total += min(one.weight, other.weight) * 2 / (1 + gap)
    return total
