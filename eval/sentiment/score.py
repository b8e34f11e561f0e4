"""How well the visitor's feeling and frustration are read."""

from pathlib import Path

from sklearn.metrics import confusion_matrix, f1_score

from eval.linear_training import read_jsonl
from functions.postprocess.sentiment import find_sentiment, is_frustrated, sentiment_features

HERE = Path(__file__).parent
FEELINGS = ["positive", "neutral", "negative"]


def score(name: str = "test") -> dict[str, float]:
    """Return the macro-F1 of sentiment and the F1 of frustration."""
    wanted, found, frustrated, shown = _answers(name)
    return {
        "sentiment_macro_f1": round(float(f1_score(wanted, found, average="macro")), 4),
        "frustration_f1": round(float(f1_score(frustrated, shown)), 4),
    }


def confusion(name: str = "test") -> list[list[int]]:
    """Return the confusion matrix of sentiment, rows wanted and columns found, in the order of `FEELINGS`."""
    wanted, found, _, _ = _answers(name)
    return confusion_matrix(wanted, found, labels=FEELINGS).tolist()


def _answers(name: str) -> tuple[list[str], list[str], list[bool], list[bool]]:
    cases = read_jsonl(HERE / f"{name}.jsonl")
    features = [sentiment_features(str(case["message"])) for case in cases]
    wanted, frustrated = [str(case["sentiment"]) for case in cases], [bool(case["frustrated"]) for case in cases]
    found = [find_sentiment(one) for one in features]
    shown = [is_frustrated(one, feeling) for one, feeling in zip(features, found, strict=True)]
    return wanted, list(found), frustrated, shown


if __name__ == "__main__":
    print(score(), score("heldout"), confusion())
