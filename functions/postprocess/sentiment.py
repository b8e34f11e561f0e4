"""The feeling of a message and whether the visitor's patience is at its end."""

from typing import cast

from functions.postprocess.features import clipped, feeling_features, word_features
from functions.postprocess.models import Sentiment
from functions.shared.linear_model import load_model, probabilities

WORD_WEIGHT = 2.0  # beside the signs of feeling
FRUSTRATED_FROM = 0.5  # probability, and for a message that does not read as negative (irony)
FRUSTRATED_IF_NOT_NEGATIVE_FROM = 0.7


def sentiment_features(message: str) -> dict[str, float]:
    """Return the words of a message and the signs of its feeling."""
    message = clipped(message)
    spelled = {name: value * WORD_WEIGHT for name, value in word_features(message).items()}
    return spelled | feeling_features(message)


def find_sentiment(features: dict[str, float]) -> Sentiment:
    """Return the most probable feeling of a message, from its `sentiment_features`."""
    chances = probabilities(load_model("postprocess/sentiment"), features)
    return cast(Sentiment, max(chances, key=chances.__getitem__))


def is_frustrated(features: dict[str, float], feeling: Sentiment) -> bool:
    """Say if a message shows anger at the tool, at us, or at repeated failure, from its `sentiment_features`."""
    chance = probabilities(load_model("postprocess/frustration"), features)["frustrated"]
    return chance >= (FRUSTRATED_FROM if feeling == "negative" else FRUSTRATED_IF_NOT_NEGATIVE_FROM)
