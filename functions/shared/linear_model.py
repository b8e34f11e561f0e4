"""A linear classifier as plain data: JSON with one weight per feature and label, no code in it, readable in a diff."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, FiniteFloat

FUNCTIONS = Path(__file__).parents[1]


class LinearModel(BaseModel):
    """A multinomial logistic regression (Bishop, "Pattern Recognition and Machine Learning", 4.3.4)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: tuple[str, ...]
    bias: tuple[FiniteFloat, ...]
    weights: dict[str, tuple[FiniteFloat, ...]]

    @cached_property
    def rows(self) -> dict[str, int]:
        """Where each feature stands in `table`."""
        return {feature: row for row, feature in enumerate(self.weights)}

    @cached_property
    def table(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """The weights, a row per feature."""
        return np.array(list(self.weights.values())).reshape(len(self.weights), len(self.labels))


@lru_cache
def load_model(name: str) -> LinearModel:
    """Return the model `functions/<name>.json`, made by `eval.linear_training`; raise `pydantic.ValidationError`."""
    return LinearModel.model_validate_json((FUNCTIONS / f"{name}.json").read_text(encoding="utf-8"))


def probabilities(model: LinearModel, features: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each label for a text's features; features that are not known count nothing."""
    known = [(row, value) for feature, value in features.items() if (row := model.rows.get(feature)) is not None]
    rows, values = [row for row, _ in known], np.array([value for _, value in known])
    scores = np.array(model.bias) + (values @ model.table[rows] if rows else 0.0)
    powers = np.exp(scores - scores.max())
    return dict(zip(model.labels, (powers / powers.sum()).tolist(), strict=True))
