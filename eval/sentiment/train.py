"""`python -m eval.sentiment.train`: the weights of sentiment and frustration, from messages written for it."""

from pathlib import Path

from eval.linear_training import EVERYDAY, read_training, train
from functions.postprocess.features import feeling_features
from functions.postprocess.sentiment import sentiment_features

HERE = Path(__file__).parent

ORDINARY_NEEDS = {"automation", "content"}
KEEP_ONE_IN = 4


def plain_questions() -> list[str]:
    """Return messages of the router's training files in which no word carries a feeling: what most visitors write."""
    cases = [case for case in read_training(HERE.parent / "routing", EVERYDAY) if case["need"] in ORDINARY_NEEDS]
    messages = [str(case["message"]) for case in cases[::KEEP_ONE_IN]]
    return [message for message in messages if {"s:neither", "s:question"} <= set(feeling_features(message))]


if __name__ == "__main__":
    cases, plain = read_training(HERE), plain_questions()
    features = [sentiment_features(str(case["message"])) for case in cases]
    plain_features = [sentiment_features(message) for message in plain]
    feelings = [str(case["sentiment"]) for case in cases] + ["neutral"] * len(plain)
    train("postprocess/sentiment", features + plain_features, feelings, strength=6)
    # People who ask for an offer are calm: without them the word «vous» alone would sound angry.
    wishes = [str(case["message"]) for case in read_training(HERE.parent / "upsell") if case["trigger"]]
    calm = plain_features + [sentiment_features(message) for message in wishes]
    labels = ["frustrated" if case["frustrated"] else "calm" for case in cases] + ["calm"] * len(calm)
    train("postprocess/frustration", features + calm, labels, strength=6, balanced=True)
