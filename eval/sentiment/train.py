"""`python -m eval.sentiment.train`: the weights of sentiment and frustration, from messages written for this project."""

from pathlib import Path

from eval.linear_training import read_jsonl, train
from functions.postprocess.sentiment import sentiment_features

HERE = Path(__file__).parent

if __name__ == "__main__":
    cases = read_jsonl(HERE / "train.jsonl")
    features = [sentiment_features(str(case["message"])) for case in cases]
    train("sentiment", features, [str(case["sentiment"]) for case in cases], strength=6)
    # People who ask for an offer are calm: without them the word «vous» alone would sound angry.
    wishes = [str(case["message"]) for case in read_jsonl(HERE.parent / "upsell" / "train.jsonl") if case["trigger"]]
    labels = ["frustrated" if case["frustrated"] else "calm" for case in cases]
    features += [sentiment_features(message) for message in wishes]
    train("frustration", features, labels + ["calm"] * len(wishes), strength=6, balanced=True)
