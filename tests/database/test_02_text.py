import pytest

from functions.shared.text import fold

SAMPLES = [
    "Élève à l’école, œuvre cœur, ÇA ÀÂÄ ÉÈÊË ÎÏ ÔÖ ÙÛÜ Ÿ ñ",
    "L'ÉTÉ : ÆQUO",
    "sans accent 123 e-mail",
    "naïve maïs déjà-vu",
    "",
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_database_folds_as_python_does(db, sample):
    assert db.execute("select public.fold(%s)", (sample,)).fetchone() == (fold(sample),)


def test_the_whole_demo_knowledge_folds_alike(db):
    from eval.retrieval.questions import demo_set

    for file in demo_set().files:
        text = file.content.decode()
        assert db.execute("select public.fold(%s)", (text,)).fetchone() == (fold(text),), file.name
