"""Prices, refunds and discounts that an answer promises in the agency's name.

Three voices speak of money in an answer: a tool's price list, the visitor's own business, and the agency. Only the
third commits us, so a sentence counts when it gives something to the visitor or names what the agency sells, and
neither a tool nor the visitor's own offer is what it is about.
"""

import re
from functools import lru_cache
from pathlib import Path

from functions.shared.output_guard_money_asked import answers_with_money, asks_our_money, unspelled
from functions.shared.patterns import load_patterns
from functions.shared.text import QUOTED, fold

PATTERNS = load_patterns(Path(__file__).with_name("output_guard_promises.txt"))
# The first three letters of a unit, as `AMOUNT` finds it, and what it is.
UNITS = {
    **dict.fromkeys(("€", "eur", "bal"), "€"),
    **dict.fromkeys(("$", "dol", "usd"), "$"),
    **dict.fromkeys(("%", "pou", "per"), "%"),
    **{unit: unit for unit in ("£", "chf", "fra")},
}
CENTS_OF_NONE = re.compile(r"[.,]00?$")
THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")


def promises(segment: str, *, before: str = "", visitor: str = "", question: str = "", allowed: str = "") -> bool:
    """Say if a sentence promises the visitor a price, a refund or a discount of ours.

    `before` is the sentence before it, `visitor` what the visitor wrote, `question` the newest of it, `allowed` the
    texts of the offers in force.
    """
    segment = unspelled(segment)
    spoken = QUOTED.sub(" ", segment)
    own, whole = fold(spoken), fold(segment)
    if allowed and _all_money_allowed(whole, fold(allowed)):
        return False
    if _named_in_quotes(whole) or _gives_code(segment, spoken, own):
        return True
    if asks_our_money(question) and answers_with_money(spoken):
        return True
    if not _speaks_of_money(own) or _says("DENIED", own):
        return False
    return _commits(own, fold(before), fold(visitor))


def _commits(own: str, before: str, visitor: str) -> bool:
    about_tool = _says("TOOL", own) and not _says("COURSE_COSTS", own)
    about_her = _says("OWN_OFFER", own)
    money = bool(_says("MONEY", own) or _says("PERCENT", own))
    given_away = bool(_says("REFUND", own) or _says("DISCOUNT", own))
    free = _says("FREE", own) and not _says("FREE_FACT", own)
    if _says("OUTRIGHT", own) and not (about_tool or about_her):
        return True
    if (
        _says("GIVEN", own)
        and not about_tool
        and (given_away or (free and _names_product(own)) or (money and not about_her))
    ):
        return not about_her or _says("AGENCY_PRODUCT", own)
    if (
        _says("RECEIVED", own)
        and not about_tool
        and (given_away or _says("MONEY", own) or (free and _names_product(own)))
    ):
        return True
    if _says("AGENCY_PRODUCT", own):
        return money or given_away or free
    if about_tool or about_her or _sells_herself(visitor) or _says("OWN_OFFER", before) or _says("TOOL", before):
        return False
    return (_says("ANY_PRODUCT", own) and (money or given_away or free)) or (money and _says("AGENCY_PRODUCT", before))


@lru_cache(maxsize=32)
def _sells_herself(visitor: str) -> bool:
    """Asked for each sentence of an answer, of the same whole conversation."""
    return _says("SELLS_HERSELF", visitor)


def _names_product(own: str) -> bool:
    return bool(_says("AGENCY_PRODUCT", own) or _says("ANY_PRODUCT", own))


def _speaks_of_money(own: str) -> bool:
    return any(
        pattern.search(own)
        for pattern in (
            PATTERNS["MONEY"],
            PATTERNS["PERCENT"],
            PATTERNS["REFUND"],
            PATTERNS["DISCOUNT"],
            PATTERNS["FREE"],
            PATTERNS["OUTRIGHT"],
        )
    )


def _named_in_quotes(whole: str) -> bool:
    quoted = " ".join(QUOTED.findall(whole))
    return bool(re.search(r"\bl'agence\b|\bthe agency\b", quoted)) and bool(
        _says("REFUND", quoted) or _says("MONEY", quoted) or _says("DISCOUNT", quoted)
    )


def _gives_code(segment: str, spoken: str, own: str) -> bool:
    return (
        _says("CODE", segment)
        and _says("CODE_GIVEN", own)
        and not _says("OWN_OFFER", fold(spoken))
        and "promo" not in own.split("cree")[-1:]
    )


def _all_money_allowed(whole: str, allowed: str) -> bool:
    amounts = _amounts(whole)
    return bool(amounts) and amounts <= _amounts(allowed) and not _says("REFUND", whole)


def _amounts(text: str) -> set[tuple[str, str]]:
    """Return each sum and share of a folded text, number and unit, however they are spelled."""
    found = PATTERNS["AMOUNT"].pattern.findall(text)
    return {(_number(after or before), UNITS[(unit or sign)[:3]]) for before, unit, sign, after in found}


def _number(written: str) -> str:
    """Return one spelling of a number: «1 200», «1.200» and «1200,00» are the same."""
    digits = CENTS_OF_NONE.sub("", re.sub(r"\s", "", written))
    return THOUSANDS.sub("", digits).replace(",", ".")


def _says(name: str, text: str) -> bool:
    return bool(PATTERNS[name].search(text))
