"""A linear classifier as plain data: JSON with one weight per feature and label, no code in it, readable in a diff."""

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, FiniteFloat

HERE = Path(__file__).parent


class LinearModel(BaseModel):
    """A multinomial logistic regression (Bishop, "Pattern Recognition and Machine Learning", 4.3.4)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: tuple[str, ...]
    bias: tuple[FiniteFloat, ...]
    weights: dict[str, tuple[FiniteFloat, ...]]


@lru_cache
def load_model(name: str) -> LinearModel:
    """Return the model `<name>.json` of this folder, made by `eval.<name>.train`; raise `pydantic.ValidationError`."""
    return LinearModel.model_validate_json((HERE / f"{name}.json").read_text(encoding="utf-8"))


def probabilities(model: LinearModel, features: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each label for a text's features; features that are not known count nothing."""
    scores = list(model.bias)
    for feature, value in features.items():
        for place, weight in enumerate(model.weights.get(feature, ())):
            scores[place] += weight * value
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    return {label: power / sum(powers) for label, power in zip(model.labels, powers, strict=True)}
