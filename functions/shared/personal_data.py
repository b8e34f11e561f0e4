"""Personal data in French text: found with the checksums of its kind, compared, and masked.

Phone numbers are judged by Google's metadata (phonenumbers); IBAN (ISO 13616), NIR, SIRET and cards (Luhn) by
python-stdnum. A postal address and a number that is dictated in words have no checksum: their shape tells them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from stdnum import iban, luhn
from stdnum.fr import nir, siret

from functions.shared.text import fold

PersonalKind = Literal["email", "iban", "nir", "siret", "card", "phone", "address"]

EMAIL = re.compile(
    r"[\w.+'-]+(?:@|\s*[\[({]\s*(?:at|arobase|a)\s*[\])}]\s*)[\w-]+(?:(?:\.|\s*[\[({]\s*(?:dot|point)\s*[\])}]\s*)[\w-]+)+",
    re.IGNORECASE,
)
EMAIL_HINT = re.compile(r"@|[\[({]\s*(?:at|arobase|a)\s*[\])}]", re.IGNORECASE)
DIGIT = re.compile(r"\d")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Z0-9]{1,4})?\b", re.IGNORECASE)
NIR = re.compile(
    r"(?<!\d)[1-478](?:[ .\u00a0-]?\d){4}[ .\u00a0-]?(?:\d[ .\u00a0-]?\d|2[AB])(?:[ .\u00a0-]?\d){8}(?!\d)", re.I
)
SIRET = re.compile(r"(?<!\d)\d(?:[ .\u00a0]?\d){13}(?!\d)")
CARD = re.compile(r"(?<!\d)[2-6](?:[ \u00a0-]?\d){12,18}(?!\d)")
PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)\d{1,3}[ .\u00a0-]?(?:\(0\)[ .\u00a0-]?)?\d(?:[ .\u00a0/-]{0,2}\d){5,12}"
    r"|0[1-9](?:[ .\u00a0/-]{0,2}\d{2}){4})(?!\d)"
)
# Belgian and Swiss numbers without their country: the neighbours write to us too.
HERE, NEIGHBOURS = ("FR",), ("BE", "CH")
NEIGHBOUR_PHONE = re.compile(r"(?<![\w+])0[1-9]\d{0,2}[ /.\u00a0-]\d{2,3}[ .\u00a0-]?\d{2}[ .\u00a0-]?\d{2}(?!\d)")
# «zéro six, trente-neuf, quatre-vingt-dix-huit, quarante et un, vingt-sept»
NUMBER_WORD = (
    r"(?:z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
    r"|quarante|cinquante|soixante|septante|nonante)"
)
DICTATED_PHONE = re.compile(
    rf"\bz[ée]ro[ -]{NUMBER_WORD}(?:,? {NUMBER_WORD}(?:(?: et |-){NUMBER_WORD})*){{4,8}}", re.IGNORECASE
)
# A street with its number, and behind a comma the postal code with its town; not the model of a legal notice.
ADDRESS = re.compile(
    r"(?<!\[)\b\d{1,4}(?: ?(?:bis|ter|[a-d]))?,? "
    r"(?:rue|avenue|av\.|boulevard|bd|chemin|impasse|allée|allee|quai|place d|route d)"
    r"[^,;\n\[\]]{3,50}, \d{4,5} [A-ZÀ-Ý][\w'’-]+",
)
# Numbers that everybody shows as an example: nobody's phone, and the test card of Stripe's documentation.
EXAMPLES = re.compile(r"\+\d{2,5}0{6,}|4242424242424242|0{14}")
MASKS: dict[PersonalKind, str] = {
    "email": "[e-mail]",
    "iban": "[IBAN]",
    "nir": "[n° de sécurité sociale]",
    "siret": "[SIRET]",
    "card": "[carte]",
    "phone": "[téléphone]",
    "address": "[adresse]",
}


@dataclass(frozen=True)
class PersonalData:
    """One piece of personal data: where it stands in the text, and a key that is the same for every way to write it."""

    kind: PersonalKind
    start: int
    end: int
    key: str


def find_personal_data(text: str) -> list[PersonalData]:
    """Return the personal data of a text in order, without overlaps; numbers with a wrong checksum are none."""
    taken: list[PersonalData] = []
    for found in _candidates(text):
        if not EXAMPLES.fullmatch(found.key) and all(
            found.end <= other.start or found.start >= other.end for other in taken
        ):
            taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def mask_personal_data(text: str, known: frozenset[str] = frozenset()) -> str:
    """Return the text with each piece of personal data replaced by its kind, but those whose key is known."""
    parts: list[str] = []
    end = 0
    for found in find_personal_data(text):
        if found.key not in known:
            parts += [text[end : found.start], MASKS[found.kind]]
            end = found.end
    return "".join([*parts, text[end:]])


def _candidates(text: str) -> Iterator[PersonalData]:
    if EMAIL_HINT.search(text):
        for match in EMAIL.finditer(text):
            yield PersonalData("email", match.start(), match.end(), _email_key(match[0]))
    for match in DICTATED_PHONE.finditer(text):
        yield PersonalData("phone", match.start(), match.end(), " ".join(re.findall(NUMBER_WORD, match[0].lower())))
    if not DIGIT.search(text):
        return
    for match in ADDRESS.finditer(text):
        yield PersonalData("address", match.start(), match.end(), fold(match[0]))
    checks: list[tuple[PersonalKind, re.Pattern[str], Callable[[str], bool]]] = [
        ("iban", IBAN, iban.is_valid),
        ("nir", NIR, nir.is_valid),
        ("siret", SIRET, siret.is_valid),
        ("card", CARD, luhn.is_valid),
    ]
    for kind, pattern, is_valid in checks:
        for match in pattern.finditer(text):
            key = re.sub(r"[^0-9A-Za-z]", "", match[0]).upper()
            if is_valid(key):
                yield PersonalData(kind, match.start(), match.end(), key)
    for pattern, regions, is_number in (
        (PHONE, HERE, phonenumbers.is_possible_number),
        (NEIGHBOUR_PHONE, NEIGHBOURS, phonenumbers.is_valid_number),
    ):
        for match in pattern.finditer(text):
            if (key := _phone_key(match[0], regions, is_number)) is not None:
                yield PersonalData("phone", match.start(), match.end(), key)


def _email_key(written: str) -> str:
    plain = re.sub(r"\s*[\[({]\s*(?:at|arobase|a)\s*[\])}]\s*", "@", written.lower())
    return re.sub(r"\s*[\[({]\s*(?:dot|point)\s*[\])}]\s*", ".", plain)


def _phone_key(
    written: str, regions: Iterable[str], is_number: Callable[[phonenumbers.PhoneNumber], bool]
) -> str | None:
    """Return the international form of a number in the first region where it is one."""
    for region in regions:
        try:
            number = phonenumbers.parse(written.replace("(0)", ""), region)
        except phonenumbers.NumberParseException:
            continue
        if is_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None
