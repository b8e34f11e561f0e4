"""`python -m eval.loops.train`: the weights of the signs of a stuck conversation."""

from pathlib import Path

from eval.linear_training import read_jsonl, train
from eval.loops.score import sides
from functions.postprocess.loop import MIN_REQUESTS, stuck_features

HERE = Path(__file__).parent

if __name__ == "__main__":
    cases = [case for case in read_jsonl(HERE / "train.jsonl") if case["kind"] != "deepening"]
    long_enough = [case for case in cases if len(sides(case)[0]) >= MIN_REQUESTS]
    features = [stuck_features(*sides(case)) for case in long_enough]
    train("loop", features, ["stuck" if case["kind"] == "stuck" else "other" for case in long_enough], strength=10)
