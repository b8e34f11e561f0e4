from functions.llm.offline_matching import coverage


def test_a_text_that_holds_every_word_covers_the_question() -> None:
    assert coverage("Comment créer un tunnel de vente ?", ["Crée ton tunnel de vente."]) == [1.0]


def test_a_text_about_something_else_covers_nothing() -> None:
    assert coverage("Quel temps fera-t-il à Brest ?", ["Trois étapes pour ton tunnel."]) == [0.0]


def test_rare_words_count_more_than_common_ones() -> None:
    kajabi, zapier = coverage("formation Kajabi", ["formation Kajabi", "formation Zapier"])
    assert kajabi == 1
    assert zapier < 0.5


def test_spelling_mistakes_are_forgiven_in_part() -> None:
    (share,) = coverage("kajaby", ["Kajabi"])
    assert 0 < share < 1


def test_a_question_without_a_word_that_means_something_is_covered_by_nothing() -> None:
    assert coverage("Et toi ?", ["Un texte."]) == [0.0]
    assert coverage("tunnel", []) == []
