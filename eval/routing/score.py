"""The score of the local stage on a set that it never saw: `python -m eval.routing.score [heldout.jsonl]`."""

import sys
import time
from typing import Any

import numpy as np

from eval.routing.figures import figures
from eval.routing.labelled import Example, forget_agents, read_set
from functions.orchestrate.local_stage import LocalVerdict, judge
from functions.orchestrate.router_model import load_model
from functions.shared.settings import Settings

SEED = 1


def score(name: str = "test.jsonl") -> dict[str, Any]:
    """Return the figures on one set at the default threshold, as the route gives them without a key."""
    examples = forget_agents(read_set(name), SEED)
    model = load_model()
    verdicts, milliseconds = judge_all(examples)
    threshold = Settings.model_fields["confidence_threshold"].default
    found = figures(examples, verdicts, model.calibration.sure, threshold)
    return {
        **found,
        "local_p50_ms": round(float(np.percentile(milliseconds, 50)), 2),
        "local_p95_ms": round(float(np.percentile(milliseconds, 95)), 2),
    }


def judge_all(examples: list[Example]) -> tuple[list[LocalVerdict], list[float]]:
    """Return the verdict on each example, and how long it took in milliseconds."""
    model = load_model()
    judge(model, "Bonjour, une question sur mon tunnel", [])
    verdicts: list[LocalVerdict] = []
    milliseconds: list[float] = []
    for example in examples:
        start = time.perf_counter()
        verdicts.append(judge(model, example.message, example.history))
        milliseconds.append((time.perf_counter() - start) * 1000)
    return verdicts, milliseconds


def table(found: dict[str, Any]) -> str:
    """Return the figures as lines of text."""
    lines: list[str] = []
    for name, value in found.items():
        if isinstance(value, dict):
            lines += [f"  {inner:<28}{figure}" for inner, figure in value.items()]
        elif not isinstance(value, list):
            lines.append(f"{name:<32}{value}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(score(*sys.argv[1:])))
