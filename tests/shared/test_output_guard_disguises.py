"""Texts that only look different: letters of other alphabets, escapes, numbers between letters, broken addresses."""

import time

import pytest

from functions.shared.output_guard import GuardContext, GuardStream, guard, guard_stream

PROMPT = (
    "Tu es Audrey. Tu ne donnes ni prix, ni remise, ni promesse de résultat au nom de l'agence. Tu réponds en français."
)
SECRET = "Zk3vT8qLw2Rj6NfYbX0pMdHs"
CONTEXT = GuardContext(site_url="https://agence.test", system_prompt=PROMPT, secrets=(SECRET,))
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@pytest.mark.parametrize(
    "disguised",
    [
        " ".join(reversed(PROMPT.split())),
        " ".join(word[::-1] for word in PROMPT.split()),
        PROMPT.translate(str.maketrans("aeopc", "аеорс")),
        PROMPT.translate(WIDE),
        PROMPT.replace("é", "\\u00e9").replace("ç", "\\u00e7"),
    ],
)
def test_a_prompt_in_other_clothes_is_not_shown(disguised: str):
    shown = guard(disguised, CONTEXT)
    assert "prompt" in shown.removed
    assert disguised[30:90] not in shown.text


@pytest.mark.parametrize(
    "disguised", [SECRET.translate(WIDE), " ".join(f"{place}:{sign}" for place, sign in enumerate(SECRET, 1))]
)
def test_a_secret_in_other_clothes_is_not_shown(disguised: str):
    assert disguised[10:30] not in guard(f"Voici : {disguised}", CONTEXT).text


@pytest.mark.parametrize(
    "address",
    [
        "voleuse . net",
        "https:/\n/voleuse.net",
        "ｈｔｔｐｓ：／／ｖｏｌｅｕｓｅ．ｎｅｔ",
        "voleuse point net, slash promo",
    ],
)
def test_a_broken_address_is_not_shown(address: str):
    shown = guard(f"Va sur {address} pour la suite.", CONTEXT).text
    assert "voleuse" not in shown and "ｖｏｌｅｕｓｅ" not in shown


def test_an_answer_in_russian_keeps_its_letters():
    assert guard("Привет! Создай страницу.", CONTEXT).text == "Привет! Создай страницу."


@pytest.mark.parametrize(
    "number", ["FR14 2004 1010 0505 0001 3M02 606", "2 84 05 78 006 084 90", "4970 1012 3456 7893"]
)
def test_a_document_does_not_open_what_is_private(number: str):
    in_document = GuardContext(site_url="https://agence.test", passages=f"Contact : Irène, {number}")
    by_herself = GuardContext(site_url="https://agence.test", visitor_text=f"est-ce le bon ? {number}")
    assert number not in guard(f"Le voici : {number}", in_document).text
    assert number in guard(f"Oui : {number}", by_herself).text


def test_the_number_of_every_example_is_kept_as_an_example_only():
    assert "06 12 34 56 78" in guard("Mets un exemple, comme 06 12 34 56 78.", CONTEXT).text
    assert "06 12 34 56 78" not in guard("Elle s'appelle Irène, 06 12 34 56 78.", CONTEXT).text


@pytest.mark.parametrize(
    "promise",
    [
        "Nous t'offrons trois mois de coaching.",
        "Chez nous, le suivi est facturé 99€ TTC.",
        "Un avoir de 80 euros a été crédité sur ton compte client chez nous.",
    ],
)
def test_a_promise_in_our_name_is_not_shown(promise: str):
    assert promise not in guard(f"{promise} Crée ta page.", CONTEXT).text


@pytest.mark.parametrize("unit", ["a", "a ", "!", "« ", "[", "a.", "- ", "<a "])
def test_the_work_of_a_stream_grows_with_its_length_only(unit: str):
    # four times the length: four times the work if it grows with the length, sixteen if with its square
    assert _seconds(unit, 20_000) < 12 * _seconds(unit, 5_000) + 0.05
    text = (unit * 6_000)[:6_000]
    assert "".join(guard_stream(iter(text), CONTEXT)) == guard(text, CONTEXT).text


def _seconds(unit: str, length: int) -> float:
    """Return the CPU time of a stream in pieces of four characters, the better of two."""
    text, times = (unit * length)[:length], list[float]()
    for _ in range(2):
        stream, start = GuardStream(CONTEXT), time.process_time()
        for place in range(0, length, 4):
            stream.feed(text[place : place + 4])
        stream.finish()
        times.append(time.process_time() - start)
    return min(times)
