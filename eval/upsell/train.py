"""`python -m eval.upsell.train`: the weights of the upsell triggers, from messages written for this project."""

from pathlib import Path

from eval.linear_training import EVERYDAY, read_training, train
from functions.postprocess.upsell import NO_TRIGGER
from functions.postprocess.upsell_features import upsell_features

HERE = Path(__file__).parent

ORDINARY_NEEDS = {"automation", "content", "mixed", "followup", "smalltalk"}
KEEP_ONE_IN = 9


def ordinary_messages() -> list[str]:
    """Return messages of the router's training files that ask nothing of us: what most visitors write."""
    cases = [case for case in read_training(HERE.parent / "routing", EVERYDAY) if case["need"] in ORDINARY_NEEDS]
    messages = [str(case["message"]) for case in cases[::KEEP_ONE_IN]]
    return [
        message for message in messages if not {"s:ours", "s:delegate", "s:overload"} & set(upsell_features(message))
    ]


if __name__ == "__main__":
    cases = read_training(HERE)
    ordinary = ordinary_messages()
    features = [upsell_features(str(case["message"])) for case in cases] + [upsell_features(one) for one in ordinary]
    labels = [str(case["trigger"] or NO_TRIGGER) for case in cases] + [NO_TRIGGER] * len(ordinary)
    train("postprocess/upsell", features, labels, strength=3)
