from functions.knowledge.keywords import keywords


def test_the_heading_and_the_repeated_words_come_first_one_per_family():
    found = keywords(
        "Relancer les paniers", "Les paniers abandonnés et le panier perdu : trois relances, une relance de plus."
    )
    assert found[:2] == ["relancer", "paniers"]
    assert len({"panier", "paniers"} & set(found)) == 1


def test_small_words_numbers_and_short_words_are_no_keywords():
    assert keywords("", "le la avec 2024 un or") == []
