"""`python -m eval.sentiment.train`: the weights of sentiment and frustration, from messages written for this project."""

from pathlib import Path

from eval.linear_training import read_jsonl, train
from functions.postprocess.sentiment import sentiment_features

HERE = Path(__file__).parent

if __name__ == "__main__":
    cases = read_jsonl(HERE / "train.jsonl")
    features = [sentiment_features(str(case["message"])) for case in cases]
    train("sentiment", features, [str(case["sentiment"]) for case in cases], strength=3)
    labels = ["frustrated" if case["frustrated"] else "calm" for case in cases]
    train("frustration", features, labels, strength=3, balanced=True)
