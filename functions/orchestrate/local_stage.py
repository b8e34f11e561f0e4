"""The first stage: rules where rules are right, then the trained classifier; milliseconds, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from functions.orchestrate.ai_question import asks_if_ai
from functions.orchestrate.concepts import count_concepts, place_of, places_of
from functions.orchestrate.conversation import last_expert
from functions.orchestrate.critical import read_critical
from functions.orchestrate.models import EXPERT_INTENTS, Agent, Expert, Intent, PastMessage
from functions.orchestrate.our_prices import asks_our_prices
from functions.orchestrate.router_model import Calibration, RouterModel
from functions.orchestrate.signals import NEEDS, Signals, read_signals
from functions.orchestrate.small_talk import is_small_talk
from functions.orchestrate.text_features import Array
from functions.shared.text import fold

AGENTS: tuple[Agent, ...] = ("audrey", "carole", "escalate")
# An answer from the neighbouring expert is half an answer: doubt between the two is no reason for a person.
NEIGHBOUR_CREDIT = 0.5
COURTESY_CONFIDENCE = 0.97
# "a session with Audrey about Instagram" is a question for Audrey.
OWN_NAME_WEIGHT = 10


@dataclass(frozen=True)
class LocalVerdict:
    """What the local stage thinks."""

    agent: Agent
    intent: Intent
    confidence: float
    probabilities: dict[Agent, float]
    decided_by: Literal["rule", "local"]

    def is_sure(self, threshold: float) -> bool:
        """Say whether nobody else has to be asked."""
        return self.decided_by == "rule" or self.probabilities[self.agent] >= threshold


def judge(model: RouterModel, message: str, history: Sequence[PastMessage]) -> LocalVerdict:
    """Return who should answer, with a calibrated confidence."""
    critical, curious = read_critical(message), asks_if_ai(message)
    # "am I talking to a person?" sounds like the wish for one, and is a question
    if critical.need and not (critical.need == "human" and curious):
        return escalation(critical.need, model.calibration)
    signals = read_signals(model, message, history, critical)
    if curious:
        return courtesy("ai_question", history, signals)
    if is_small_talk(message):
        return courtesy("small_talk", history, signals)
    if asks_our_prices(message):
        return price_answer(message, history, signals, model.calibration)
    return weigh(model.heads["agent"].scores(signals.features), signals.needs, model.calibration)


def escalation(need: Intent, calibration: Calibration) -> LocalVerdict:
    """Return the verdict on a critical need that code has seen."""
    return _certain("escalate", need, calibration.rule_confidence)


def courtesy(intent: Intent, history: Sequence[PastMessage], signals: Signals) -> LocalVerdict:
    """Return the verdict on politeness or curiosity about us: the conversation's expert answers, or Carole."""
    expert: Expert = last_expert(history) or ("audrey" if signals.conversation > 0 else "carole")
    return _certain(expert, intent, COURTESY_CONFIDENCE)


def price_answer(
    message: str, history: Sequence[PastMessage], signals: Signals, calibration: Calibration
) -> LocalVerdict:
    """Return the verdict on a question for our prices: the expert of what is to be bought, else the conversation's."""
    named = fold(message)
    counts = count_concepts(message)
    # "tarif" and "prix" are words of her trade only where the visitor sells
    counts[place_of("audrey.payment")] = 0
    audrey, carole = (
        sum(counts[place] for place in places_of(name)) + OWN_NAME_WEIGHT * (name in named)
        for name in ("audrey", "carole")
    )
    if audrey == carole:
        return courtesy("price", history, signals)
    return _certain("audrey" if audrey > carole else "carole", "price", calibration.rule_confidence)


def weigh(scores: Array, needs: Array, calibration: Calibration) -> LocalVerdict:
    """Return the classifier's verdict from the log-odds of the agents and the probabilities of the needs."""
    chances = agent_probabilities(scores, calibration)
    agent = AGENTS[int(np.argmax(chances))]
    probabilities = dict(zip(AGENTS, map(float, chances), strict=True))
    return LocalVerdict(agent, intent_of(agent, needs), confidence_in(agent, probabilities), probabilities, "local")


def agent_probabilities(scores: Array, calibration: Calibration) -> Array:
    """Return calibrated probabilities of log-odds (temperature scaling: Guo et al., 2017), last axis the agents."""
    shifted = (scores + np.array([0, 0, calibration.escalate_bias])) / calibration.temperature
    powers = np.exp(shifted - shifted.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def confidence_in(agent: Agent, probabilities: dict[Agent, float]) -> float:
    """Return how far the agent can be trusted with this message, 0 to 1."""
    if agent == "escalate":
        return probabilities["escalate"]
    neighbour: Agent = "carole" if agent == "audrey" else "audrey"
    return probabilities[agent] + NEIGHBOUR_CREDIT * probabilities[neighbour]


def intent_of(agent: Agent, needs: Array) -> Intent:
    """Return the likeliest need that this agent answers."""
    other_trade: Intent = "content" if agent == "audrey" else "automation"
    fitting = [
        i
        for i, need in enumerate(NEEDS)
        if (need not in EXPERT_INTENTS if agent == "escalate" else need in EXPERT_INTENTS and need != other_trade)
    ]
    return NEEDS[max(fitting, key=lambda i: needs[i])]


def _certain(agent: Agent, intent: Intent, confidence: float) -> LocalVerdict:
    rest = (1 - confidence) / 2
    probabilities = cast("dict[Agent, float]", {name: confidence if name == agent else rest for name in AGENTS})
    return LocalVerdict(agent, intent, confidence, probabilities, "rule")
