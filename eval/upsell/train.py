"""`python -m eval.upsell.train`: the weights of the upsell triggers, from messages written for this project."""

from pathlib import Path

from eval.linear_training import read_jsonl, train
from functions.postprocess.upsell import NO_TRIGGER
from functions.postprocess.upsell_features import upsell_features

HERE = Path(__file__).parent

if __name__ == "__main__":
    cases = read_jsonl(HERE / "train.jsonl")
    features = [upsell_features(str(case["message"])) for case in cases]
    train("upsell", features, [str(case["trigger"] or NO_TRIGGER) for case in cases], strength=3)
