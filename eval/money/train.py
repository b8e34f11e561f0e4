"""`python -m eval.money.train`: which questions ask for the agency's money, for the output guard."""

from pathlib import Path

from eval.linear_training import read_training, train
from functions.shared.output_guard_money_asked import MODEL, money_features

HERE = Path(__file__).parent
OURS = {"price", "refund"}
NOT_OURS = {"automation", "content", "mixed"}


def labelled() -> list[tuple[str, bool]]:
    """Return the messages of this set, and those of the routing and upsell sets whose label says whose money it is."""
    own = [(str(case["message"]), bool(case["ours"])) for case in read_training(HERE)]
    wishes = [(str(case["message"]), case["trigger"] == "price") for case in read_training(HERE.parent / "upsell")]
    needs = [(str(case["message"]), str(case["need"])) for case in read_training(HERE.parent / "routing")]
    return own + wishes + [(message, need in OURS) for message, need in needs if need in OURS | NOT_OURS]


if __name__ == "__main__":
    cases = labelled()
    features = [money_features(message) for message, _ in cases]
    train(MODEL, features, [str(ours) for _, ours in cases], strength=3)
