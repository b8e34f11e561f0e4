"""How well stuck and deepening conversations are told from others."""

from pathlib import Path
from typing import Any

from sklearn.metrics import f1_score

from eval.linear_training import read_jsonl
from functions.postprocess.loop import find_loop

HERE = Path(__file__).parent
KINDS = ["stuck", "deepening"]


def score(name: str = "test") -> dict[str, float]:
    """Return the F1 of each kind, their mean, and the F1 of «a loop or none»."""
    cases = read_jsonl(HERE / f"{name}.jsonl")
    wanted = [str(case["kind"]) for case in cases]
    found = [str(find_loop(*sides(case))) for case in cases]
    by_kind = f1_score(wanted, found, labels=KINDS, average=None)
    any_loop = f1_score([kind != "None" for kind in wanted], [kind != "None" for kind in found])
    return {
        "loop_f1": round(float(sum(by_kind) / len(KINDS)), 4),
        "loop_detected_f1": round(float(any_loop), 4),
        **{f"loop_{kind}_f1": round(float(value), 4) for kind, value in zip(KINDS, by_kind, strict=True)},
    }


def sides(case: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the visitor's messages, the newest last, and the assistant's."""
    said = {
        role: [turn["content"] for turn in case["history"] if turn["role"] == role] for role in ("user", "assistant")
    }
    return [*said["user"], case["message"]], said["assistant"]


if __name__ == "__main__":
    print(score(), score("heldout"))
