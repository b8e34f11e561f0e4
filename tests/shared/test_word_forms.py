import pytest

from functions.shared.word_forms import dictionary_form, root, written_forms


@pytest.mark.parametrize(
    ("form", "infinitive"),
    [
        ("zappent", "zapper"),
        ("viennent", "venir"),
        ("previennent", "prevenir"),
        ("recoivent", "recevoir"),
        ("lisent", "lire"),
        ("perdu", "perdre"),
        ("inscrites", "inscrire"),
        ("filment", "filmer"),
        ("abonnees", "abonner"),
        ("reprise", "reprise"),
    ],
)
def test_the_forms_of_a_verb_share_one_root(form, infinitive):
    assert root(form) == root(infinitive)


@pytest.mark.parametrize("noun", ["argent", "client", "paiement", "souvent", "offre", "vent"])
def test_a_noun_that_looks_like_a_verb_stays_itself(noun):
    assert dictionary_form(noun) == noun


def test_a_woman_and_a_man_of_the_trade_share_one_root():
    assert root("clients") == root("clientes")
    assert root("abonnes") == root("abonnees")


def test_the_forms_that_the_database_tells_apart_are_all_counted():
    assert {"arrivent", "arriver", "arrivee"} <= written_forms("arrivent")
    assert written_forms("reel") == {"reel"}
