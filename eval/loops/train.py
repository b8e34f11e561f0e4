"""`python -m eval.loops.train`: the weights of the signs of a stuck and of a deepening conversation."""

from pathlib import Path

from eval.linear_training import read_training, train
from eval.loops.score import sides
from functions.postprocess.loop import MIN_MESSAGES, NO_LOOP, clipped
from functions.postprocess.loop_signs import loop_features

HERE = Path(__file__).parent

if __name__ == "__main__":
    cases = [case for case in read_training(HERE) if len(sides(case)[0]) >= MIN_MESSAGES]
    told = [[[clipped(message) for message in side] for side in sides(case)] for case in cases]
    features = [loop_features(visitor, assistant) for visitor, assistant in told]
    train("postprocess/loop", features, [str(case["kind"] or NO_LOOP) for case in cases], strength=3)
