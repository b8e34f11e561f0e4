"""The trained local router as plain data, made by `python -m eval.routing.train`: vocabularies and linear weights.

`model/router.npz` holds no pickled object; `model/card.json` says how it came to be and which figures it reached.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from functions.orchestrate.text_features import Array, TextReader, char_vectorizer, text_reader, word_vectorizer

HEADS = ("need", "topic", "salience", "agent")


@dataclass(frozen=True)
class Head:
    """A linear decision: a column of weights per class, one column alone for yes or no."""

    weights: Array
    bias: Array

    def scores(self, features: Any) -> Array:
        """Return a row of log-odds per row of features."""
        return np.asarray(features @ self.weights) + self.bias


class Calibration(BaseModel):
    """What cross-validation measured, so that a confidence means what it says."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    temperature: float
    """Divides the log-odds of the agents; above 1 the raw model was too sure."""
    escalate_bias: float
    """Added to the log-odds of an escalation: a missed one costs more than a needless one."""
    sure: float
    """Confidence from which the local stage decides alone in hybrid mode."""
    rule_confidence: float
    """Share of the rules' escalations that are right."""


@dataclass(frozen=True)
class RouterModel:
    """Everything that training learned."""

    chars: Any
    words: Any
    heads: dict[str, Head]
    calibration: Calibration

    @cached_property
    def reader(self) -> TextReader:
        """What turns texts into features."""
        return text_reader(self.chars, self.words)

    @cached_property
    def text_weights(self) -> Array:
        """What each feature of a text adds to the needs, the topic and the salience: one product reads them all."""
        topic = self.heads["topic"].weights
        salience = np.zeros_like(topic)
        words = salience[self.reader.words]
        words[:] = self.heads["salience"].weights[-len(words) :]
        return np.hstack([self.heads["need"].weights[: len(topic)], topic, salience])


def save_model(model: RouterModel, folder: Path, card: dict[str, Any]) -> None:
    """Write the weights (half precision) and the card; the same model gives the same bytes."""
    arrays: dict[str, Any] = {}
    for name, vectorizer in (("chars", model.chars), ("words", model.words)):
        arrays[f"{name}_vocabulary"] = _pack(vectorizer.get_feature_names_out())
        arrays[f"{name}_idf"] = vectorizer.idf_.astype(np.float16)
    for name, head in model.heads.items():
        arrays[f"{name}_weights"] = head.weights.astype(np.float16)
        arrays[f"{name}_bias"] = head.bias.astype(np.float32)
    folder.mkdir(exist_ok=True)
    np.savez_compressed(folder / "router.npz", **arrays)
    text = json.dumps({**card, "calibration": model.calibration.model_dump()}, indent=2, ensure_ascii=False)
    (folder / "card.json").write_text(text + "\n", encoding="utf-8")


@cache
def load_model() -> RouterModel:
    """Return the model of this version of the code, read once per process."""
    folder = files("functions.orchestrate").joinpath("model")
    card = json.loads(folder.joinpath("card.json").read_text(encoding="utf-8"))
    with folder.joinpath("router.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return RouterModel(
            chars=_restore(char_vectorizer, arrays["chars_vocabulary"], arrays["chars_idf"]),
            words=_restore(word_vectorizer, arrays["words_vocabulary"], arrays["words_idf"]),
            heads={
                name: Head(arrays[f"{name}_weights"].astype(np.float64), arrays[f"{name}_bias"].astype(np.float64))
                for name in HEADS
            },
            calibration=Calibration.model_validate(card["calibration"]),
        )


def _pack(vocabulary: Sequence[str]) -> Any:
    return np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)


def _restore(build: Any, vocabulary: Any, idf: Any) -> Any:
    vectorizer = build(vocabulary=vocabulary.tobytes().decode().split("\n"))
    vectorizer.idf_ = idf.astype(np.float64)
    return vectorizer
