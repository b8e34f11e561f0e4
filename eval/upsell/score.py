"""How well the wish to buy is heard, and whether anything is ever offered to an angry or distressed person."""

from pathlib import Path

from sklearn.metrics import f1_score

from eval.linear_training import read_jsonl
from functions.postprocess.mood import may_be_offered
from functions.postprocess.sentiment import sentiment_features
from functions.postprocess.upsell import find_trigger

HERE = Path(__file__).parent
TRIGGERS = ["price", "training", "done_for_you", "overwhelmed"]


def score(name: str = "test") -> dict[str, float]:
    """Return the macro-F1 and the micro-F1 of the four triggers, and the offers to angry or distressed people."""
    cases = read_jsonl(HERE / f"{name}.jsonl")
    wanted = [str(case["trigger"]) for case in cases]
    found = [str(offered(str(case["message"]))) for case in cases]
    upset = [trigger != "None" for trigger, case in zip(found, cases, strict=True) if case["angry_or_distressed"]]
    return {
        "upsell_macro_f1": round(float(f1_score(wanted, found, labels=TRIGGERS, average="macro")), 4),
        "upsell_micro_f1": round(float(f1_score(wanted, found, labels=TRIGGERS, average="micro")), 4),
        "upsell_offers_to_upset": sum(upset),
    }


def offered(message: str) -> str | None:
    """Return the trigger that would lead to an offer."""
    trigger = find_trigger(message)
    welcome = may_be_offered(message, sentiment_features(message), overloaded=trigger == "overwhelmed")
    return trigger if welcome else None


if __name__ == "__main__":
    print(score(), score("heldout"))
