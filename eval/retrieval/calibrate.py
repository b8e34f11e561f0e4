"""How the offline reranker's curve and the floor are found: on one half of the questions, judged on the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.retrieval.questions import Labelled, QuestionSet
from functions.rag.calibration import match_threshold
from functions.rag.models import Question
from functions.rag.search import Candidate, search
from functions.shared.clients import Clients
from functions.shared.local_reranking import Evidence, evidence
from functions.shared.passage_reading import read
from functions.shared.question_units import question_units

# How much silence is asked for on the half that calibrates; the reach is 0.8 on questions nobody has seen.
WANTED_SILENCE = 0.87
# Few questions decide much: the demo set weighs more than the public one, unanswerable ones more than the others.
WEIGHTS = {"public": 0.5, "swapped": 0.7}
DEFAULT_WEIGHT = 2.0
UNANSWERABLE_WEIGHT = 1.5
TOP = 3


@dataclass(frozen=True)
class Case:
    """A question, its three best passages' evidence, and whether one of them is right."""

    question: Labelled
    evidence: list[Evidence]
    is_right: bool


def swapped(labelled: QuestionSet) -> list[Labelled]:
    """Return each question asked to the other expert, who has no document that answers."""
    owners = {file.name: file.owner for file in labelled.files}
    other = {"audrey": "carole", "carole": "audrey"}
    return [
        replace(one, agent=other[one.agent], gold=frozenset(), kind="swapped")
        for one in labelled.questions
        if one.gold and all(owners[name] == one.agent for name in one.gold)
    ]


async def collect(clients: Clients, questions: Sequence[Labelled]) -> list[Case]:
    """Return what the reranker sees of each question."""
    return [case for question in questions if (case := await _case(clients, question))]


def fit(cases: Sequence[Case]) -> tuple[float, list[float]]:
    """Return the intercept and the coefficients that put the floor at a relevance of one half."""
    rows = [case for case in cases if case.question.is_for_calibration]
    inputs = np.array([case.evidence[0] for case in rows])
    answers = np.array([case.is_right for case in rows])
    model = LogisticRegression(max_iter=2000).fit(inputs, answers, sample_weight=[_weight(case) for case in rows])
    logits = model.decision_function(inputs)
    silent = [logit for logit, case in zip(logits, rows, strict=True) if _is_unanswerable(case)]
    floor = float(np.quantile(silent, WANTED_SILENCE))
    return float(model.intercept_[0]) - floor, [float(value) for value in model.coef_[0]]


def judge(cases: Sequence[Case], intercept: float, coefficients: Sequence[float]) -> dict[str, float]:
    """Return what is kept and what is silenced on the half that did not calibrate, by kind of question."""
    kept: dict[str, list[bool]] = {}
    for case in cases:
        if not case.question.is_for_calibration:
            passes = intercept + float(np.dot(coefficients, case.evidence[0])) >= 0
            kept.setdefault(case.question.kind, []).append(
                passes and case.is_right if case.question.gold else not passes
            )
    return {kind: round(sum(values) / len(values), 3) for kind, values in sorted(kept.items())}


async def _case(clients: Clients, question: Labelled) -> Case | None:
    asked = Question(query=question.question, agent=question.agent)
    [vector] = await clients.embedder.embed([question.question])
    threshold = match_threshold(clients.embedder.model)
    candidates, counts = await search(clients.database, asked, vector, clients.embedder.model, threshold)
    readings = [read(candidate.text) for candidate in candidates]
    units = question_units(question.question, counts.with_passages(reading.count for reading in readings))
    found = [(evidence(units, reading), candidate) for reading, candidate in zip(readings, candidates, strict=True)]
    best: list[tuple[Evidence, Candidate]] = sorted(found, key=lambda one: -one[0].strength)[:TOP]
    if not best:
        return None
    is_right = any(candidate.filename in question.gold for _, candidate in best)
    return Case(question, [one for one, _ in best], is_right)


def _is_unanswerable(case: Case) -> bool:
    return case.question.kind in ("unanswerable", "other_expert")


def _weight(case: Case) -> float:
    weight = WEIGHTS.get(case.question.kind, DEFAULT_WEIGHT)
    if not case.question.gold:
        return weight * UNANSWERABLE_WEIGHT
    return weight if case.is_right else weight * 0.3
