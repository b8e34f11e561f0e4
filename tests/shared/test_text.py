from functions.shared.text import STOP_WORDS, fold, stem, stems, trim, words


def test_folding_takes_accents_and_ligatures_away():
    assert fold("L’Œuvre ÉLÈVE æ") == "l'oeuvre eleve ae"


def test_words_are_split_at_apostrophes_and_hyphens():
    assert words("L'e-mail, rendez-vous 2024 !") == ["l", "e", "mail", "rendez", "vous", "2024"]


def test_forms_of_a_word_have_one_stem():
    assert stem("sequences") == stem("sequence")
    assert stems("Les automatisations automatisées") == [stem("automatisation"), stem("automatisees")]


def test_small_words_typed_on_a_telephone_do_not_count():
    assert stems("kel é le pb, cmb 2 reels pr moi stp ?") == stems("pb 2 reels")
    assert {"combien", "kel", "bonjour", "est"} <= STOP_WORDS


def test_a_text_is_trimmed_as_javascript_trims_it_and_nothing_else_is():
    assert trim("\ufeff\u2009\u00a0\t bonjour \n\u3000\u200a") == "bonjour"
    assert trim("\x85 \x1c") == "\x85 \x1c"
    assert trim(7) == 7
