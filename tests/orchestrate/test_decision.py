import pytest

from functions.orchestrate.decision import apply_threshold, decide_locally, decide_with_llm, temper
from functions.orchestrate.llm_verdict import LlmVerdict
from functions.orchestrate.local_stage import LocalVerdict
from functions.orchestrate.models import Agent

UNSURE = LocalVerdict("carole", "content", 0.6, {"audrey": 0.3, "carole": 0.5, "escalate": 0.2}, "local")


def llm(agent: Agent = "audrey", confidence: float = 0.95, **fields: object) -> LlmVerdict:
    return LlmVerdict.model_validate({"agent": agent, "confidence": confidence, "reasoning": "Parce que.", **fields})


def test_low_confidence_goes_to_a_human() -> None:
    decision = decide_locally(UNSURE, "hum", 0.7, degraded=[])

    assert (decision.agent, decision.analysis.intent, decision.confidence) == ("escalate", "low_confidence", 0.6)


def test_enough_confidence_stays_with_the_expert() -> None:
    assert decide_locally(UNSURE, "hum", 0.6, degraded=[]).agent == "carole"


def test_small_talk_is_never_escalated() -> None:
    assert apply_threshold("carole", "small_talk", 0.1, 1.0) == ("carole", "small_talk")


def test_an_unsure_escalation_stays_one_and_keeps_its_kind() -> None:
    assert apply_threshold("escalate", "refund", 0.4, 0.9) == ("escalate", "refund")


def test_the_models_word_wins_over_a_doubt() -> None:
    decision = decide_with_llm(llm(primary_need="automation", urgency="high"), UNSURE, "hum", 0.7)

    assert (decision.agent, decision.decided_by, decision.reasoning) == ("audrey", "llm", "Parce que.")
    assert (decision.analysis.intent, decision.analysis.urgency) == ("automation", "high")


def test_a_model_is_never_believed_more_than_it_believes_itself() -> None:
    assert temper(llm("carole", 0.4), UNSURE) == 0.4
    assert decide_with_llm(llm("carole", 0.4), UNSURE, "hum", 0.7).analysis.intent == "low_confidence"


def test_a_boastful_model_is_tempered() -> None:
    agreeing, contradicting = temper(llm("carole", 1.0), UNSURE), temper(llm("audrey", 1.0), UNSURE)

    assert 0.7 < contradicting < agreeing < 1


@pytest.mark.parametrize(
    ("agent", "need", "intent"),
    [
        ("escalate", "content", "other"),
        ("audrey", "content", "automation"),
        ("carole", "refund", "content"),
        ("escalate", "legal", "legal"),
    ],
)
def test_an_intent_that_contradicts_its_agent_is_replaced(agent: Agent, need: str, intent: str) -> None:
    assert decide_with_llm(llm(agent, primary_need=need), UNSURE, "hum", 0.0).analysis.intent == intent


def test_a_silent_model_gets_our_sentence() -> None:
    assert decide_with_llm(llm(reasoning=""), UNSURE, "hum", 0.0).reasoning.endswith(".")
