from functions.rag.duplicates import without_near_duplicates

TEXT = "Relance les paniers abandonnés après une heure, puis après un jour, puis après trois jours exactement."


def kept(*texts: str) -> list[str]:
    return without_near_duplicates(texts, lambda text: text)


def test_the_first_of_two_near_identical_passages_stays():
    assert kept(TEXT, TEXT.upper() + " Fin.", "Tout autre chose, sans rapport aucun avec le reste.") == [
        TEXT, "Tout autre chose, sans rapport aucun avec le reste.",
    ]  # fmt: skip


def test_a_passage_inside_a_longer_one_is_a_duplicate():
    assert kept(TEXT + " " + "Et bien d'autres conseils utiles pour la suite de ton tunnel de vente. " * 3, TEXT) != [
        TEXT
    ]
    assert len(kept(TEXT + " Et bien d'autres conseils utiles.", TEXT)) == 1


def test_passages_that_share_a_few_words_both_stay():
    assert (
        len(kept(TEXT, "Relance les paniers abandonnés sans jamais insister, avec une question simple et courte.")) == 2
    )


def test_texts_without_words_break_nothing():
    assert kept("", "💜", "un") == ["", "un"]


def test_nothing_stays_nothing():
    assert kept() == []
