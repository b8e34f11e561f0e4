import numpy as np

from eval.routing.figures import calibration_error, figures
from eval.routing.labelled import Example, forget_agents, read_set, read_training_set
from eval.routing.score import table
from functions.orchestrate.local_stage import LocalVerdict
from functions.orchestrate.models import Agent
from tests.orchestrate.conftest import said


def example(agent: Agent, need: str) -> Example:
    return Example("A", "m", [], agent, need, urgent=False)


def verdict(agent: Agent, confidence: float) -> LocalVerdict:
    chances: dict[Agent, float] = {"audrey": 0.0, "carole": 0.0, "escalate": 0.0}
    return LocalVerdict(
        agent, "automation" if agent == "audrey" else "refund", confidence, chances | {agent: confidence}, "local"
    )


def test_an_honest_confidence_has_no_error() -> None:
    assert calibration_error(np.full(4, 0.75), np.array([True, True, True, False])) == 0


def test_a_boastful_one_has_the_size_of_the_boast() -> None:
    assert calibration_error(np.full(4, 1.0), np.array([True, True, False, False])) == 0.5


def test_the_figures_of_a_small_set() -> None:
    examples = [*[example("audrey", "automation")] * 2, example("carole", "content"), example("escalate", "refund")]
    verdicts = [verdict("audrey", 0.95), verdict("audrey", 0.6), verdict("carole", 0.8), verdict("escalate", 0.5)]
    found = figures(examples, verdicts, 0.9, 0.7)

    assert found["accuracy"] == 0.75
    assert (found["low_confidence_share"], found["critical_recall"]) == (0.25, 1.0)
    assert (found["decided_locally"], found["decided_locally_precision"]) == (0.25, 1.0)
    assert found["confusion"] == [[1, 0, 1], [0, 1, 0], [0, 0, 1]]
    assert "accuracy" in table(found)


def test_no_message_of_the_test_set_is_trained_on() -> None:
    tested = {one.message for name in ("test.jsonl", "heldout.jsonl") for one in read_set(name)}

    assert not tested & {one.message for one in read_training_set()}


def test_names_are_forgotten_the_same_way_each_time() -> None:
    examples = [Example("A", "m", said("a", "b", agent="audrey"), "audrey", "follow_up", urgent=False)] * 20

    once, again = (forget_agents(examples, seed=3) for _ in range(2))

    assert once == again
    assert {one.history[1].agent for one in once} == {None, "audrey"}
