import numpy as np
import pytest

from functions.shared.local_embedding import DIMENSIONS, embed_text


def cosine(one: str, other: str) -> float:
    return float(np.dot(embed_text(one), embed_text(other)))


def test_a_vector_has_the_size_of_the_base_and_length_one():
    vector = embed_text("Un tunnel de vente")
    assert len(vector) == DIMENSIONS
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_the_same_text_gives_the_same_vector():
    assert embed_text("Kajabi") == embed_text("Kajabi")


@pytest.mark.parametrize("text", ["", "le la les", "💜", "!!!"])
def test_a_text_without_words_has_a_vector_too(text):
    assert np.linalg.norm(embed_text(text)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("near", "far"),
    [("mes séquences d'e-mails", "une tisane"), ("une newletter", "une tisane"), ("une infolettre", "une tisane")],
)
def test_forms_typing_errors_and_synonyms_are_nearer_than_other_words(near, far):
    reference = "ta séquence de bienvenue, ta newsletter"
    assert cosine(near, reference) > cosine(far, reference)
