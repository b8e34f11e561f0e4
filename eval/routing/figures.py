"""The figures of routing: how often right, how honest about it, how much is decided without a model."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix, f1_score

from eval.routing.labelled import Example
from functions.orchestrate.decision import apply_threshold
from functions.orchestrate.local_stage import AGENTS, LocalVerdict
from functions.orchestrate.models import CRITICAL_INTENTS

BINS = 10


def figures(
    examples: Sequence[Example], verdicts: Sequence[LocalVerdict], sure: float, threshold: float
) -> dict[str, Any]:
    """Return every figure of the local stage for these examples."""
    truth = np.array([one.agent for one in examples])
    given = np.array(agents(verdicts, threshold))
    needs = np.array([one.need for one in examples])
    right, escalated = truth == given, given == "escalate"
    raw_right = truth == np.array([verdict.agent for verdict in verdicts])
    alone = np.array([verdict.is_sure(sure) for verdict in verdicts])
    low = escalated & np.array([verdict.agent != "escalate" for verdict in verdicts])
    confidences = np.array([verdict.confidence for verdict in verdicts])
    return {
        "messages": len(examples),
        "threshold": threshold,
        "accuracy": share(right),
        "macro_f1": round(float(f1_score(truth, given, labels=list(AGENTS), average="macro")), 4),
        "escalate_recall": share(escalated[truth == "escalate"]),
        "critical_recall": share(escalated[np.isin(needs, CRITICAL_INTENTS)]),
        "recall_by_critical_need": {need: share(escalated[needs == need]) for need in CRITICAL_INTENTS},
        "accuracy_by_need": {need: share(right[needs == need]) for need in sorted(set(needs))},
        "low_confidence_share": share(low),
        "calibration_error": calibration_error(confidences, raw_right),
        "calibration_error_at_threshold": calibration_error(confidences, right),
        "decided_locally": share(alone),
        "decided_locally_precision": share(raw_right[alone]),
        "confusion": confusion_matrix(truth, given, labels=list(AGENTS)).tolist(),
        "reliability": reliability(confidences, raw_right),
    }


def agents(verdicts: Sequence[LocalVerdict], threshold: float) -> list[str]:
    """Return who answers, the threshold applied."""
    return [apply_threshold(one.agent, one.intent, one.confidence, threshold)[0] for one in verdicts]


def calibration_error(confidences: Any, right: Any) -> float:
    """Return the expected calibration error over ten equal bins (Naeini et al., 2015), 0 to 1."""
    gaps = [abs(row["confidence"] - row["accuracy"]) * row["messages"] for row in reliability(confidences, right)]
    return round(sum(gaps) / len(right), 4)


def reliability(confidences: Any, right: Any) -> list[dict[str, float]]:
    """Return, for each bin that holds any message, its mean confidence and the share that was right."""
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    return [
        {
            "messages": int((bins == one).sum()),
            "confidence": round(float(confidences[bins == one].mean()), 4),
            "accuracy": share(right[bins == one]),
        }
        for one in sorted(set(bins.tolist()))
    ]


def share(flags: Any) -> float:
    """Return the share of true flags; 1 for none at all."""
    return round(float(np.mean(flags)), 4) if len(flags) else 1.0
