"""How the small linear models of the functions are made: scikit-learn trains them, JSON carries them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from functions.shared.linear_model import FUNCTIONS

DECIMALS = 3
SMALLEST_WEIGHT = 0.02
# Everyday messages for the models of mood and wishes. The later routing files are about the hard needs: with them a
# calm «je cherche toujours comment ...» was taken for anger.
EVERYDAY = "train-[a-o].jsonl"


def read_jsonl(path: Path) -> list[dict[str, object]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_training(folder: Path, pattern: str = "train*.jsonl") -> list[dict[str, object]]:
    """Return the objects of a folder's training files, in the order of their names."""
    return [case for path in sorted(folder.glob(pattern)) for case in read_jsonl(path)]


def train(
    name: str,
    features: Sequence[Mapping[str, float]],
    labels: Sequence[str],
    *,
    strength: float,
    balanced: bool = False,
) -> None:
    """Fit a logistic regression and write `functions/<name>.json`; the same input gives the same file."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(features)
    model = LogisticRegression(C=strength, max_iter=5_000, class_weight="balanced" if balanced else None)
    model.fit(matrix, labels)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    kept = {
        feature: [round(float(weight), DECIMALS) for weight in weights[:, place]]
        for place, feature in enumerate(vectorizer.get_feature_names_out())
        if np.abs(weights[:, place]).max() >= SMALLEST_WEIGHT
    }
    data = {
        "labels": [str(label) for label in model.classes_],
        "bias": [round(float(value), DECIMALS) for value in bias],
        "weights": dict(sorted(kept.items())),
    }
    lines = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    (FUNCTIONS / f"{name}.json").write_text(lines + "\n", encoding="utf-8")
