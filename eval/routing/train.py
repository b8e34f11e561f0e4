"""Train the local router and write it into `functions/orchestrate/model`: `python -m eval.routing.train`.

Decisions about it are taken on authors that the judged model never saw; the test set is not read but for its messages,
which are left out of training. Two runs on one machine and one version of the libraries give the same bytes.
"""

from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from scipy.optimize import minimize_scalar

from eval.routing.cross_validation import SEED, judge_unseen, read_unseen, signals_for_training
from eval.routing.figures import figures
from eval.routing.fitting import AGENTS, fit_agent_head, fit_heads
from eval.routing.labelled import Example, data_hash, read_training_set
from functions.orchestrate.critical import read_critical
from functions.orchestrate.local_stage import (
    LocalVerdict,
    agent_probabilities,
    courtesy,
    escalation,
    price_answer,
    weigh,
)
from functions.orchestrate.our_prices import asks_our_prices
from functions.orchestrate.router_model import Calibration, RouterModel, save_model
from functions.orchestrate.signals import Signals
from functions.orchestrate.small_talk import is_small_talk
from functions.orchestrate.text_features import Array

MODEL = Path(__file__).parents[2] / "functions" / "orchestrate" / "model"
# Chosen on the cross-validated figures: rules catch what is grave, and half a unit of bias cost more experts than it
# found people (accuracy 0.892 instead of 0.897, escalate recall 0.966 instead of 0.961).
ESCALATE_BIAS = 0.0
# Measured on authors that the judged model never saw, four of whom write in hints on purpose: visitors are easier
# (docs/decisions/28), so the 0.97 that is asked for needs no margin here.
SURE_PRECISION = 0.97
# The patterns were written with the training messages in sight: what they reach there is no proof.
RULES_CEILING = 0.97


def main() -> None:
    """Train, calibrate on unseen authors, and write model and card."""
    examples = read_training_set()
    unseen = read_unseen(examples)
    scores, signals = judge_unseen(examples, unseen)
    calibration = calibrate(examples, scores)
    agent_head = fit_agent_head(signals_for_training(examples, unseen), [one.agent for one in examples])
    fitted = fit_heads(examples)
    model = RouterModel(fitted.chars, fitted.words, fitted.heads | {"agent": agent_head}, calibration)
    save_model(model, MODEL, make_card(examples, scores, signals, calibration))


def calibrate(examples: list[Example], scores: Array) -> Calibration:
    """Return what makes the confidences of unseen authors mean what they say."""
    right = np.array([AGENTS.index(one.agent) for one in examples])
    by_rule = np.array([read_critical(one.message).need is not None for one in examples])
    rules_right = float((right[by_rule] == AGENTS.index("escalate")).mean())
    start = Calibration(
        temperature=1, escalate_bias=ESCALATE_BIAS, sure=1, rule_confidence=round(min(rules_right, RULES_CEILING), 3)
    )

    def loss(temperature: float) -> float:
        chances = agent_probabilities(scores, start.model_copy(update={"temperature": temperature}))
        return float(-np.log(chances[np.arange(len(right)), right] + 1e-12).mean())

    temperature = round(float(minimize_scalar(loss, bounds=(0.5, 3), method="bounded").x), 3)
    start = start.model_copy(update={"temperature": temperature})
    return start.model_copy(update={"sure": sure_from(agent_probabilities(scores, start), right)})


def judge_read(example: Example, scores: Array, signals: Signals, calibration: Calibration) -> LocalVerdict:
    """Return what `local_stage.judge` would say with these scores."""
    need = read_critical(example.message).need
    if need:
        return escalation(need, calibration)
    if is_small_talk(example.message):
        return courtesy("small_talk", example.history, signals)
    if asks_our_prices(example.message):
        return price_answer(example.message, example.history, signals, calibration)
    return weigh(scores, signals.needs, calibration)


def sure_from(chances: Array, right: Array) -> float:
    """Return the lowest probability from which decisions are right often enough."""
    highest, is_right = chances.max(axis=1), chances.argmax(axis=1) == right
    for threshold in np.arange(0.6, 1.0, 0.01):
        if is_right[highest >= threshold].mean() >= SURE_PRECISION:
            return round(float(threshold), 2)
    return 1.0


def make_card(
    examples: list[Example], scores: Array, signals: list[Signals], calibration: Calibration
) -> dict[str, Any]:
    """Return how the model came to be, and what it reached on authors that it had not seen."""
    verdicts = [
        judge_read(one, row, read, calibration) for one, row, read in zip(examples, scores, signals, strict=True)
    ]
    return {
        "data_sha256": data_hash(),
        "messages": len(examples),
        "authors": sorted({one.author for one in examples}),
        "scikit_learn": sklearn.__version__,
        "seed": SEED,
        "cross_validated": figures(examples, verdicts, calibration.sure, threshold=0.7),
        "cross_validated_without_threshold": figures(examples, verdicts, calibration.sure, threshold=0.0),
    }


if __name__ == "__main__":
    main()
