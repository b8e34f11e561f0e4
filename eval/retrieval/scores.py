"""The figures: recall, reciprocal rank, discounted gain, and silence where silence is right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.retrieval.questions import Labelled

# The file names that a way of searching returned, best first.
Ranking = Sequence[str]


@dataclass(frozen=True)
class Scores:
    """Means over the answerable questions, and `no_answer`: how many unanswerable ones returned nothing."""

    questions: int
    recall_1: float
    recall_3: float
    recall_10: float
    mrr: float
    ndcg_10: float
    unanswerable: int
    no_answer: float | None


def score(questions: Sequence[Labelled], rankings: Sequence[Ranking]) -> Scores:
    """Return the figures of one way of searching."""
    answerable = [(one.gold, ranking) for one, ranking in zip(questions, rankings, strict=True) if one.gold]
    silent = [not ranking for one, ranking in zip(questions, rankings, strict=True) if not one.gold]
    return Scores(
        questions=len(answerable),
        recall_1=_mean([recall(gold, ranking, 1) for gold, ranking in answerable]),
        recall_3=_mean([recall(gold, ranking, 3) for gold, ranking in answerable]),
        recall_10=_mean([recall(gold, ranking, 10) for gold, ranking in answerable]),
        mrr=_mean([reciprocal_rank(gold, ranking) for gold, ranking in answerable]),
        ndcg_10=_mean([ndcg(gold, ranking, 10) for gold, ranking in answerable]),
        unanswerable=len(silent),
        no_answer=_mean(silent) if silent else None,
    )


def recall(gold: frozenset[str], ranking: Ranking, depth: int) -> float:
    """Return 1 if a passage of a right file is among the first `depth`, 0 if not."""
    return float(any(name in gold for name in ranking[:depth]))


def reciprocal_rank(gold: frozenset[str], ranking: Ranking) -> float:
    """Return 1 over the place of the first right passage, 0 if there is none."""
    return next((1 / place for place, name in enumerate(ranking, start=1) if name in gold), 0.0)


def ndcg(gold: frozenset[str], ranking: Ranking, depth: int) -> float:
    """Return the normalised discounted gain of files; a file counts at its first passage (Järvelin, 2002)."""
    files = list(dict.fromkeys(ranking))[:depth]
    gain = sum(1 / math.log2(place + 1) for place, name in enumerate(files, start=1) if name in gold)
    return gain / sum(1 / math.log2(place + 1) for place in range(1, min(len(gold), depth) + 1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
