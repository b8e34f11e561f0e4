"""«Tu», not «vous»: what can be turned safely is turned, the rest is reported."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

LEXICON = Path(__file__).parent / "lexicon"
# What is quoted, listed as code or written for clients may say «vous».
NOT_OURS = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"|```.*?```|`[^`\n]+`|^>.*$|\*[^*\n]*\*", re.MULTILINE | re.DOTALL)
VOUS = re.compile(r"(?<![\w-])(?:vous|votre|vos|vôtres?)(?!\w)", re.IGNORECASE)
RENDEZ_VOUS = re.compile(r"rendez-vous", re.IGNORECASE)


def say_tu(text: str) -> tuple[str, list[str]]:
    """Return the text in «tu» where that is safe; `tutoiement` if it was changed, `vouvoiement` if «vous» is left."""
    ours = NOT_OURS.split(text)
    if not any(VOUS.search(RENDEZ_VOUS.sub("", piece)) or _imperative().search(piece) for piece in ours):
        return text, []
    quoted = NOT_OURS.findall(text)
    turned = [_turn(piece) for piece in ours]
    result = "".join(part for pair in zip(turned, [*quoted, ""], strict=True) for part in pair)
    changes = ["tutoiement"] if result != text else []
    left = any(VOUS.search(RENDEZ_VOUS.sub("", piece)) for piece in turned)
    return result, changes + (["vouvoiement"] if left else [])


def _turn(piece: str) -> str:
    verbs = dict(imperatives())
    piece = _imperative().sub(lambda found: found[1] + _as(found[2], verbs[found[2].lower()]), piece)
    piece = _phrases().sub(lambda found: _as(found[0], _turns()[found[0].lower().replace("’", "'")]), piece)
    return re.sub(r"\b([Vv])otre (\w+)", _possessive, piece)


def _possessive(found: re.Match[str]) -> str:
    noun = found[2].lower()
    if noun in _nouns("ta"):
        return f"{_as(found[1], 'ta')} {found[2]}"
    if noun in _nouns("ton") or noun[0] in "aeiouéèêîôâh":
        return f"{_as(found[1], 'ton')} {found[2]}"
    return found[0]


def _as(written: str, form: str) -> str:
    return form[0].upper() + form[1:] if written[0].isupper() else form


@lru_cache
def imperatives() -> tuple[tuple[str, str], ...]:
    """Return the pairs («vous» form, «tu» form) of `lexicon/verbs.txt`."""
    return tuple(_pairs("verbs", ": "))


@lru_cache
def _imperative() -> re.Pattern[str]:
    forms = "|".join(sorted((polite for polite, _ in imperatives()), key=len, reverse=True))
    return re.compile(
        rf"((?:^|[.!?:\n]\s+|[-*+]\s+|\d[.)]\s+|, puis |, et | et | puis ))({forms})(?![\w-])",
        re.IGNORECASE | re.MULTILINE,
    )


@lru_cache
def _phrases() -> re.Pattern[str]:
    forms = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in sorted(_turns(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE)


@lru_cache
def _turns() -> dict[str, str]:
    return dict(_pairs("vous", ": "))


@lru_cache
def _nouns(possessive: str) -> frozenset[str]:
    return frozenset(dict(_pairs("vous", " = "))[possessive].split())


def _pairs(name: str, between: str) -> Iterator[tuple[str, str]]:
    for line in (LEXICON / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        left, found, right = line.partition(between)
        if found and not line.startswith("#"):
            yield left, right
