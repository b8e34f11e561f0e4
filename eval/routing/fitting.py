"""How the heads of the local router are fitted: scikit-learn's logistic regressions on the features of the service."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from eval.routing.labelled import Example
from functions.orchestrate.clauses import clause_features, split_clauses
from functions.orchestrate.concepts import place_of
from functions.orchestrate.critical import read_critical
from functions.orchestrate.router_model import Calibration, Head, RouterModel
from functions.orchestrate.signals import (
    CLEAR_TOPIC,
    NEEDS,
    SHAPE_WEIGHT,
    TOPIC_CAP,
    Signals,
    message_shape,
    read_signals,
)
from functions.orchestrate.text_features import (
    Array,
    char_vectorizer,
    clip,
    concept_matrix,
    text_reader,
    word_vectorizer,
)
from functions.shared.text import fold

AGENTS = ("audrey", "carole", "escalate")
SALIENCE_STRENGTH = 1
PRIORITY_CUES = ("priority", "deferred", "done", "near", "broken", "refusal")
UNCALIBRATED = Calibration(temperature=1, escalate_bias=0, sure=1, rule_confidence=1)


def fit_heads(examples: Sequence[Example]) -> RouterModel:
    """Return a model without its agent head, fitted on the examples."""
    messages = [clip(example.message) for example in examples]
    chars = char_vectorizer(min_df=2).fit(map(fold, messages))
    words = word_vectorizer(min_df=2).fit(map(fold, messages))

    reader = text_reader(chars, words)

    def read(texts: Sequence[str]) -> Any:
        return reader.read(texts, concept_matrix(texts))

    need = _fit_need(examples, read(messages))
    texts, is_audrey = _topic_texts(examples)
    topic = head_of(regression(10).fit(read(texts), is_audrey))
    model = RouterModel(chars, words, {"need": need, "topic": topic}, UNCALIBRATED)
    return replace(model, heads=model.heads | {"salience": _fit_salience(model, examples)})


def fit_agent_head(signals: Array, agents: Sequence[str]) -> Head:
    """Return the head that decides, fitted on signals of messages that their model had not seen."""
    return head_of(regression(0.3).fit(signals, agents))


def signals_of(model: RouterModel, examples: Sequence[Example]) -> list[Signals]:
    """Return what the model reads in each example."""
    return [read_signals(model, one.message, one.history, read_critical(one.message)) for one in examples]


def regression(strength: float) -> LogisticRegression:
    """Return an unfitted logistic regression; `strength` is the inverse of its regularisation."""
    return LogisticRegression(C=strength, max_iter=1000)


def head_of(fitted: LogisticRegression) -> Head:
    """Return the weights of a fitted regression."""
    return Head(np.ascontiguousarray(fitted.coef_.T, dtype=np.float64), fitted.intercept_.astype(np.float64))


def _fit_need(examples: Sequence[Example], features: Any) -> Head:
    shapes = [message_shape(one.message, has_history=bool(one.history)) for one in examples]
    table = hstack([features, csr_matrix(np.array(shapes) * SHAPE_WEIGHT)]).tocsr()
    fitted = regression(10).fit(table, [_need_class(one) for one in examples])
    order = [list(fitted.classes_).index(need) for need in NEEDS]
    return Head(
        np.ascontiguousarray(fitted.coef_[order].T, dtype=np.float64), fitted.intercept_[order].astype(np.float64)
    )


def _topic_texts(examples: Sequence[Example]) -> tuple[list[str], list[bool]]:
    """Messages of one topic, and what was said in conversations whose expert is known."""
    found = {one.message: one.agent == "audrey" for one in examples if one.need in ("automation", "content")}
    for example in examples:
        asked = ""
        for past in example.history:
            if past.role == "assistant" and past.agent:
                found.setdefault(past.content, past.agent == "audrey")
                if asked:
                    found.setdefault(asked, past.agent == "audrey")
            asked = past.content if past.role == "user" else ""
    return list(found), list(found.values())


def _fit_salience(model: RouterModel, examples: Sequence[Example]) -> Head:
    """Which clause decides is not labelled: it is the one whose topic is the labelled agent's."""
    rows, words, decides, weights = [], [], [], []
    for example in examples:
        clauses = split_clauses(clip(example.message))
        concepts = concept_matrix(clauses)
        if example.need != "mixed" or len(clauses) < 2 or not _has_priority(example, concepts):
            continue
        features = model.reader.read(clauses, concepts)
        topics = model.heads["topic"].scores(features)[:, 0]
        clear = np.abs(topics) >= CLEAR_TOPIC
        rows.append(clause_features(clauses, concepts)[clear])
        words.append(features[clear][:, model.reader.words])
        decides += list((topics[clear] > 0) == (example.agent == "audrey"))
        weights += list(np.minimum(np.abs(topics[clear]), TOPIC_CAP))
    table = hstack([csr_matrix(np.vstack(rows)), vstack(words)]).tocsr()
    return head_of(regression(SALIENCE_STRENGTH).fit(table, decides, sample_weight=weights))


def _has_priority(example: Example, concepts: Array) -> bool:
    """Between equals Carole answers too: her examples teach a priority only where one is expressed."""
    cues = concepts[:, [place_of(f"cues.{name}") for name in PRIORITY_CUES]]
    return example.urgent or example.agent == "audrey" or bool(cues.any())


def _need_class(example: Example) -> str:
    """Questions for our prices are found by a rule; to the classifier they are questions like any other."""
    if example.need != "price":
        return example.need
    return "follow_up" if example.history else "automation" if example.agent == "audrey" else "content"
