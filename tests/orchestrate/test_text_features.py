"""The features of a text: scikit-learn's, found faster."""

import numpy as np
import pytest

from functions.orchestrate.router_model import load_model
from functions.orchestrate.text_features import CONCEPT_WEIGHT, WORD_WEIGHT, concept_matrix
from functions.shared.text import fold

TEXTS = (
    "Comment créer mon premier tunnel de vente avec Kajabi ??",
    "tunnel tunnel tunnel, et un reel d’Instagram 🎉",
    "a",
    "",
    "🎉🎉",
    "Ça\u00a0va\n\tbien ?   Très  bien !!!",
    "je veux " * 200,
)


@pytest.mark.parametrize("texts", [TEXTS, *([text] for text in TEXTS)])
def test_the_reader_finds_what_scikit_learn_finds(texts: tuple[str, ...]) -> None:
    model = load_model()
    folded = [fold(text) for text in texts]
    read = model.reader.read(texts, concept_matrix(texts)).toarray()
    chars = model.chars.transform(folded).toarray()
    words = model.words.transform(folded).toarray() * WORD_WEIGHT
    expected = np.hstack([chars, words, concept_matrix(texts) * CONCEPT_WEIGHT])
    assert np.abs(read - expected).max() < 1e-5
