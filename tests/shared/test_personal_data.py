import pytest

from functions.shared.personal_data import find_personal_data, mask_personal_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("écris-moi à lea.martin+yoga@cabinet-zen.fr stp", "email"),
        ("lea [at] cabinet [point] fr", "email"),
        ("mon numéro : 06 12 34 56 78", "phone"),
        ("06.12.34.56.78", "phone"),
        ("+33 (0)6 12 34 56 78", "phone"),
        ("0033612345678", "phone"),
        ("+32 470 12 34 56", "phone"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "iban"),
        ("n° 2 94 03 75 120 005 91", "nir"),
        ("SIRET 732 829 320 00074", "siret"),
        ("carte 5555 5555 5555 4444", "card"),
        ("gsm 0470/55.12.83", "phone"),
        ("à Namur : 081 55 20 19", "phone"),
        ("079 555 01 46 à Lausanne", "phone"),
        ("zéro six, trente-neuf, quatre-vingt-dix-huit, quarante et un, vingt-sept", "phone"),
        ("14 bis rue des Tanneurs, 49100 Angers", "address"),
    ],
)
def test_each_kind_is_found(text: str, kind: str):
    assert [found.kind for found in find_personal_data(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "FR76 3000 6000 0112 3456 7890 188",
        "2 94 03 75 120 005 23",
        "732 829 320 00075",
        "en 2026 j'ai eu 1 250 inscrites et 3,5 % de clics",
        "commande 123456",
        "00 99 99 99",
        "Code : 00 21 00 00",
        "Prépare 5 cours pour la rentrée 2025 Yoga doux",
        "Crée 3 cours vidéo de 1500 Mots",
        "Adresse : [12 rue de l'Exemple, 00000 Ville]",
        "zéro stress, un souffle, deux temps",
        "le 14 rue principale sera fermé",
        "la carte de test 4242 4242 4242 4242",
        "tel:+33600000000",
    ],
)
def test_wrong_checksums_and_other_numbers_are_no_personal_data(text: str):
    assert find_personal_data(text) == []


def test_one_number_written_in_two_ways_has_one_key():
    first, second = find_personal_data("06 12 34 56 78 ou +33612345678")
    assert first.key == second.key


def test_masking_keeps_the_text_around_and_what_is_known():
    text = "Léa (lea@zen.fr, 06 12 34 56 78) et tom@zen.fr"
    known = frozenset({"tom@zen.fr"})
    assert mask_personal_data(text, known) == "Léa ([e-mail], [téléphone]) et tom@zen.fr"


def test_a_text_without_digits_or_addresses_is_returned_as_it_is():
    assert mask_personal_data("Bonjour @toutes") == "Bonjour @toutes"
