"""How a verdict becomes the answer: the threshold, the model's word against the local one, the words for people."""

from typing import Literal

from functions.orchestrate.language import detect_language
from functions.orchestrate.llm_verdict import LlmVerdict
from functions.orchestrate.local_stage import LocalVerdict
from functions.orchestrate.models import EXPERT_INTENTS, Agent, Analysis, Decision, Intent
from functions.orchestrate.urgency import read_urgency
from functions.orchestrate.wording import NEED_OF_INTENT, name_needs, reason

# How often the router model names the right agent on messages that the local stage is unsure of: an assumption, below
# what such models reach on clear messages. Its errors are shared by the two other agents.
LLM_ACCURACY = 0.92
# The local stage's probabilities count half: these are the messages that it does not understand well.
LOCAL_WEIGHT = 0.5


def decide_locally(
    verdict: LocalVerdict, message: str, threshold: float, *, degraded: list[Literal["router_llm"]]
) -> Decision:
    """Return the decision of the local stage; under the threshold a person takes over."""
    answer = apply_threshold(verdict.agent, verdict.intent, verdict.confidence, threshold)
    return _decision(answer, verdict.confidence, message, verdict.decided_by, degraded)


def decide_with_llm(llm: LlmVerdict, local: LocalVerdict, message: str, threshold: float) -> Decision:
    """Return the router model's decision, its confidence tempered by the local stage."""
    confidence = temper(llm, local)
    answer = apply_threshold(llm.agent, _intent(llm, local), confidence, threshold)
    decision = _decision(answer, confidence, message, "llm", [])
    if decision.agent != llm.agent:
        return decision
    analysis = decision.analysis.model_copy(update={"urgency": llm.urgency or decision.analysis.urgency})
    return decision.model_copy(update={"reasoning": llm.reasoning or decision.reasoning, "analysis": analysis})


def apply_threshold(agent: Agent, intent: Intent, confidence: float, threshold: float) -> tuple[Agent, Intent]:
    """Return the agent, or a person when the confidence is under the threshold; small talk is never escalated."""
    if agent == "escalate" or intent == "small_talk" or confidence >= threshold:
        return agent, intent
    return "escalate", "low_confidence"


def temper(llm: LlmVerdict, local: LocalVerdict) -> float:
    """Return the confidence in a model's verdict: a model's own figure is not calibrated, so it can only lower it.

    The upper bound is Bayes' rule with the local probabilities as prior and a witness who is right `LLM_ACCURACY` of
    the time.
    """
    weights = {
        agent: chance**LOCAL_WEIGHT * (LLM_ACCURACY if agent == llm.agent else (1 - LLM_ACCURACY) / 2)
        for agent, chance in local.probabilities.items()
    }
    return min(llm.confidence, weights[llm.agent] / sum(weights.values()))


def _intent(llm: LlmVerdict, local: LocalVerdict) -> Intent:
    """The model's intent where it fits its agent, else what the local stage or the agent implies."""
    for intent in (llm.primary_need, local.intent):
        if intent and (intent in EXPERT_INTENTS) == (llm.agent != "escalate") and _is_of(intent, llm.agent):
            return intent
    by_agent: dict[Agent, Intent] = {"audrey": "automation", "carole": "content", "escalate": "other"}
    return by_agent[llm.agent]


def _is_of(intent: Intent, agent: Agent) -> bool:
    return (intent, agent) not in {("automation", "carole"), ("content", "audrey")}


def _decision(
    answer: tuple[Agent, Intent],
    confidence: float,
    message: str,
    decided_by: Literal["rule", "local", "llm"],
    degraded: list[Literal["router_llm"]],
) -> Decision:
    agent, intent = answer
    needs = name_needs(message, agent, intent)
    return Decision(
        agent=agent,
        confidence=round(min(1.0, confidence), 4),
        primary_need=needs[0] if needs else NEED_OF_INTENT[intent],
        secondary_needs=needs[1:],
        reasoning=reason(agent, intent),
        logged_reasoning=reason(agent, intent),
        analysis=Analysis(intent=intent, urgency=read_urgency(message), language=detect_language(message)),
        decided_by=decided_by,
        degraded=degraded,
    )
