"""What the last decision reads: the message's needs and topic, its weightiest clause, the conversation's expert."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from functions.orchestrate.clauses import clause_features, split_clauses
from functions.orchestrate.concepts import places_of
from functions.orchestrate.conversation import last_expert, recent_texts
from functions.orchestrate.critical import CriticalReading
from functions.orchestrate.models import CRITICAL_INTENTS, Intent, PastMessage
from functions.orchestrate.order import read_order
from functions.orchestrate.router_model import Head, RouterModel
from functions.orchestrate.text_features import Array, clip, concept_matrix

# The order of the classes of the need head.
NEEDS: tuple[Intent, ...] = (
    "automation", "content", "mixed", "follow_up", "small_talk", "human", "refund", "complaint", "health",
    "distress", "legal", "out_of_scope", "other",
)  # fmt: skip
MIXED, FOLLOW_UP, SMALL_TALK, FIRST_ESCALATION = 2, 3, 4, 5
CRITICAL_PLACES = [NEEDS.index(need) for need in CRITICAL_INTENTS]
# Log-odds of an expert who is known to lead the conversation.
KNOWN_EXPERT = 3.0
SHAPE_WEIGHT = 0.3
# A clause's topic beyond this log-odds counts no more.
TOPIC_CAP = 3.0
SALIENCE_SHARPNESS = 1.5
# A clause whose topic is weaker than this is none of the things that a message lists.
CLEAR_TOPIC = 0.6
# Log-odds that the clause decides which a message puts first by its place («le 2 d'abord»): nearly as good as certain.
LISTED_FIRST = 4.0


@dataclass(frozen=True)
class Signals:
    """One message, read."""

    needs: Array
    """Probability of each of `NEEDS`."""
    conversation: float
    """Log-odds that Audrey leads the conversation; 0 without one."""
    features: Array
    """What the agent head reads."""


def read_signals(
    model: RouterModel, message: str, history: Sequence[PastMessage], critical: CriticalReading
) -> Signals:
    """Return what the message and the conversation say, in one pass over the texts."""
    clauses = split_clauses(clip(message))
    past = [] if last_expert(history) else recent_texts(history)
    texts = [clip(message), *clauses, *(clip(one.content) for one in past)]
    concepts = concept_matrix(texts)
    scores = np.asarray(model.reader.read(texts, concepts) @ model.text_weights)
    need_scores, topics, word_salience = scores[:, : len(NEEDS)], scores[:, -2], scores[:, -1]
    topics = topics + model.heads["topic"].bias
    first_past = 1 + len(clauses)
    shape = message_shape(message, has_history=bool(history))
    needs = read_needs(model.heads["need"], need_scores[:first_past], shape)
    conversation = _conversation(history, past, topics[first_past:])
    salience = read_salience(model.heads["salience"], clause_features(clauses, concepts[1:first_past]))
    salience = salience + word_salience[1:first_past] + _listed_first(message, topics[1:first_past])
    topic_signals = _topic_signals(topics[0], topics[1:first_past], salience)
    return Signals(
        needs=needs[0],
        conversation=conversation,
        features=np.concatenate(
            [
                _need_signals(needs, topic_signals, conversation, shape),
                topic_signals,
                _word_signals(concepts[0]),
                _rule_signals(critical, needs),
                shape * 0.5,
            ]
        ),
    )


def read_needs(head: Head, text_scores: Array, shape: Array) -> Array:
    """Return the probability of each need, a row per text; the shape is that of the whole message."""
    scores = text_scores + shape * SHAPE_WEIGHT @ head.weights[-len(shape) :] + head.bias
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def read_salience(head: Head, cues: Array) -> Array:
    """Return the log-odds that each clause decides, as far as its cues tell; its words tell the rest."""
    return (cues @ head.weights[: cues.shape[1]] + head.bias)[:, 0]


def message_shape(message: str, *, has_history: bool) -> Array:
    """Return what a message looks like, word for word unread."""
    count = len(message.split())
    looks = [
        has_history, count <= 3, count <= 7, count <= 15, count > 40, has_history and count <= 7,
        has_history and count <= 12, "?" in message, message.isupper(), message.count("!") > 1,
    ]  # fmt: skip
    return np.array(looks, dtype=np.float64)


def _conversation(history: Sequence[PastMessage], past: Sequence[PastMessage], topics: Array) -> float:
    expert: Literal["audrey", "carole"] | None = last_expert(history)
    if expert:
        return KNOWN_EXPERT if expert == "audrey" else -KNOWN_EXPERT
    if not past:
        return 0.0
    by_role = np.array([1.5 if one.role == "assistant" else 1.0 for one in past])
    weights = by_role * np.linspace(0.7, 1.0, len(past)) * 1.2
    return float(np.clip(weights @ topics, -KNOWN_EXPERT, KNOWN_EXPERT))


def _topic_signals(whole: float, clauses: Array, salience: Array) -> Array:
    strength = np.minimum(np.abs(clauses), TOPIC_CAP)
    weights = np.exp(np.clip(salience * SALIENCE_SHARPNESS, -20, 20)) * strength
    focus = float(weights @ clauses / (weights.sum() + 1e-9))
    weightiest = float(clauses[np.argmax(salience + np.log(strength + 0.05))])
    spread = float(salience.max() - salience.min())
    return np.array([whole / 2, focus / 2, weightiest / 2, clauses[-1] / 4, spread, len(clauses) > 2])


def _listed_first(message: str, clauses: Array) -> Array:
    """Return what is added to the salience of the clause that the message puts first by its place in a list."""
    added, clear = np.zeros(len(clauses)), np.flatnonzero(np.abs(clauses) >= CLEAR_TOPIC)
    order = read_order(message)
    if order and len(clear) > 1:
        added[clear[0 if order == "first" else -1]] = LISTED_FIRST
    return added


def _need_signals(needs: Array, topic: Array, conversation: float, shape: Array) -> Array:
    chances = needs[0]
    escalation = chances[FIRST_ESCALATION:].sum()
    mixed = chances[MIXED]
    return np.concatenate(
        [
            np.clip(np.log(chances + 1e-9), -7, 0) / 2,
            mixed * 2 * topic[:3],
            (1 - escalation) * 2 * topic[:1],
            [mixed * 2, (chances[0] - chances[1]) * 2, escalation * 3],
            conversation * np.array([chances[FOLLOW_UP], chances[SMALL_TALK], 0.3, shape[5] / 2, shape[6] / 2]),
        ]
    )


def _word_signals(concepts: Array) -> Array:
    audrey, carole, world = (
        np.log1p(np.expm1(concepts[list(places_of(n))]).sum()) for n in ("audrey", "carole", "world")
    )
    needs, cues = (concepts[list(places_of(name))] for name in ("needs", "cues"))
    return np.concatenate([[audrey - carole, audrey, carole, world], needs * 0.5, cues * 0.3])


def _rule_signals(critical: CriticalReading, needs: Array) -> Array:
    """Critical needs seen by code, and in the clause where the classifier sees them best."""
    in_clauses = needs[1:, CRITICAL_PLACES]
    seen = [3.0 if critical.need else 0.0, float(critical.is_mentioned)]
    return np.concatenate([seen, [in_clauses.sum(axis=1).max() * 2, np.log(in_clauses.max() + 1e-3) / 2]])
