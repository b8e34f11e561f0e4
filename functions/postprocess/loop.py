"""Is the conversation stuck, or is it deepening? Two loops with opposite needs: a person, or a training."""

from collections.abc import Sequence
from typing import Literal, cast

from functions.postprocess.loop_signs import is_settled, loop_features
from functions.shared.linear_model import load_model, probabilities

LoopKind = Literal["stuck", "deepening"]

MIN_MESSAGES = 3  # the same request three times; a deepening needs more, and the model knows it
NO_LOOP = "none"
SURE_WITHOUT_THEME = 0.8  # probability of a deepening whose theme no word list knows
LONGEST = 450  # characters of a message that are read


def find_loop(visitor: Sequence[str], assistant: Sequence[str]) -> LoopKind | None:
    """Name the loop of a conversation: the visitor's messages, the newest last, and the assistant's before it."""
    if len(visitor) < MIN_MESSAGES:
        return None
    said = [clipped(message) for message in visitor]
    features = loop_features(said, [clipped(answer) for answer in assistant])
    chances = probabilities(load_model("postprocess/loop"), features)
    likeliest = max(chances, key=chances.__getitem__)
    if likeliest == "stuck" and is_settled(said[-1]):
        return None
    if likeliest == "deepening" and chances[likeliest] < SURE_WITHOUT_THEME and not features["on_one_theme"]:
        return None
    return None if likeliest == NO_LOOP else cast(LoopKind, likeliest)


def clipped(text: str) -> str:
    """Return a message as far as it is read: the start and the end of a long one say what it is about."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST * 2 // 3]} {text[-LONGEST // 3 :]}"
