from functions.shared.lexicon import content_words, everyday_roots, families, family_words, find_families


def roots(text: str) -> list[str]:
    return [root for _, root in content_words(text)]


def shared_family(one: str, other: str) -> bool:
    here, there = ({found.family for found in find_families(roots(text))} for text in (one, other))
    return bool(here & there)


def test_words_of_one_family_are_found_in_any_form():
    assert shared_family("ma newsletter", "les infolettres")
    assert shared_family("mes followers", "tes abonnées")
    assert shared_family("un RDV", "des rendez-vous")
    assert shared_family("entonnoir", "tunnels")
    assert not shared_family("kajabi", "tisane")


def test_an_expression_counts_whole_even_around_small_words():
    assert shared_family("elle m'a encore posé un lapin", "rendez-vous manqué")
    found = find_families(roots("poser un lapin"))
    assert any(one.length == 2 for one in found)


def test_words_of_the_trade_are_no_everyday_words():
    assert not {family[0] for group in families() for family in group if len(family) == 1} & everyday_roots()
    assert everyday_roots()


def test_every_family_has_at_least_two_expressions():
    assert all(len(family) >= 2 for family in families())
    assert len(family_words()) == len(families())
