import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from functions.orchestrate import router_model
from functions.orchestrate.critical import read_critical
from functions.orchestrate.router_model import Head, load_model, save_model
from functions.orchestrate.signals import NEEDS, read_signals


def test_the_model_ships_without_pickled_objects_and_stays_small() -> None:
    file = files("functions.orchestrate").joinpath("model/router.npz")

    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        assert {"need_weights", "topic_weights", "salience_weights", "agent_weights"} <= set(arrays.files)
    assert len(file.read_bytes()) < 3_000_000


def test_the_card_says_how_the_model_came_to_be() -> None:
    card = json.loads(files("functions.orchestrate").joinpath("model/card.json").read_text(encoding="utf-8"))

    assert {"data_sha256", "scikit_learn", "seed", "messages", "authors", "cross_validated", "calibration"} <= set(card)


def test_a_model_that_is_written_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    model = load_model()
    save_model(model, package / "model", {}) if package.mkdir() is None else None
    monkeypatch.setattr(router_model, "files", lambda _: package)

    again = load_model.__wrapped__()

    before, after = (read_signals(one, "mon tunnel fuit", [], read_critical("")) for one in (model, again))
    assert np.allclose(before.features, after.features)
    assert again.calibration == model.calibration


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        save_model(load_model(), tmp_path / name, {"a": 1})

    assert (tmp_path / "one/router.npz").read_bytes() == (tmp_path / "other/router.npz").read_bytes()


def test_a_head_gives_one_score_per_class() -> None:
    head = Head(np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([0.0, 1.0]))

    assert head.scores(np.array([[3.0, 4.0]])).tolist() == [[3.0, 9.0]]


def test_the_needs_of_a_message_are_probabilities() -> None:
    needs = read_signals(load_model(), "une idée de reel", [], read_critical("")).needs

    assert needs.shape == (len(NEEDS),)
    assert needs.sum() == pytest.approx(1)
