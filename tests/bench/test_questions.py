"""The benches' questions take the way that the reports say, whatever number follows them."""

import json

import pytest

from bench.delays import UNCLEAR, agent_of
from bench.load import QUESTIONS, question
from dev.simulator.replies import verdict
from functions.orchestrate.decision import decide_locally, decide_with_llm
from functions.orchestrate.llm_verdict import read_verdict
from functions.orchestrate.local_stage import judge
from functions.orchestrate.router_model import load_model
from functions.orchestrate.router_prompt import router_request
from functions.shared.settings import Settings

THRESHOLD = Settings.model_fields["confidence_threshold"].default
CLEAR = list(zip(QUESTIONS, ("audrey", "carole", "audrey", "carole"), strict=True))
OPEN = list(zip(UNCLEAR, ("carole", "carole", "audrey", "audrey"), strict=True))
NUMBERS = (1, 9, 23, 104, 999, 2025, 8431, 12007)


def test_no_two_questions_are_the_same() -> None:
    texts = [question(number % 8)["message"] for number in range(40)]
    assert len(set(texts)) == 40


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("text", "agent"), CLEAR)
def test_a_clear_question_is_decided_without_the_router_model(text: str, agent: str, number: int) -> None:
    model, message = load_model(), f"{text} ({number})"
    local = judge(model, message, [])
    assert local.is_sure(model.calibration.sure)
    assert decide_locally(local, message, THRESHOLD, degraded=[]).agent == agent


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("text", "agent"), OPEN)
def test_an_unclear_question_is_given_to_an_expert_by_the_simulated_router(text: str, agent: str, number: int) -> None:
    model, message = load_model(), f"{text} ({number})"
    local = judge(model, message, [])
    assert not local.is_sure(model.calibration.sure)
    llm = read_verdict(verdict(router_request("router", message, [], "marker")))
    assert decide_with_llm(llm, local, message, THRESHOLD).agent == agent


@pytest.mark.parametrize(
    ("last", "agent"),
    [(json.dumps({"agent": "escalate"}), "escalate"), ("Voici trois pistes.", None), ("", None), ("[1]", None)],
)
def test_the_last_text_of_a_stream_names_who_answered(last: str, agent: str | None) -> None:
    assert agent_of(last) == agent
