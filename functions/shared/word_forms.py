"""The word behind a French form: what Snowball's stemmer leaves apart ("arrivent", "viennent", "inscrites").

It works on folded words. Two forms of one verb get one root, so that "les gens zappent" finds "zapper".
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from functions.shared.text import stem
from functions.shared.word_cache import cache_words

SHORTEST_FORM = 5
NO_BEGINNING = "-"


@cache_words(50_000)
def root(word: str) -> str:
    """Return what all forms of a folded word have in common."""
    return stem(dictionary_form(word))


def dictionary_form(word: str) -> str:
    """Return a folded word's infinitive or singular where its form hides it, else the word itself."""
    if (infinitive := _irregular_forms().get(word)) is not None:
        return infinitive
    if len(word) < SHORTEST_FORM:
        return word
    if word.endswith(("ee", "ees")):
        return word.rstrip("s")[:-1]
    if word.endswith("ent") and _is_conjugated(word):
        return word[:-3] + "er"
    return word


def written_forms(word: str) -> set[str]:
    """Return a word and the forms that the database's stemmer tells apart: "inscrire" is counted as "inscrite" too."""
    plain = dictionary_form(word)
    if not plain.endswith(("e", "er")) or len(plain) < SHORTEST_FORM:
        return {word, plain}
    base = plain.removesuffix("r").removesuffix("e")
    return {word, plain, base + "er", base + "ee", base + "ent"}


def _is_conjugated(word: str) -> bool:
    nouns, verbs = _listed("nouns"), _listed("verbs")
    return word in verbs if word.endswith("ment") else word not in nouns


@cache
def _irregular_forms() -> dict[str, str]:
    return dict(_expanded())


def _expanded() -> Iterator[tuple[str, str]]:
    for line in _lines("verb_forms_fr.txt"):
        beginnings, _, ends = line.partition("|")
        infinitive, *forms = ends.split()
        for beginning in (one.strip().replace(NO_BEGINNING, "") for one in beginnings.split(",")):
            for form in forms:
                yield beginning + form, beginning + infinitive


@cache
def _listed(kind: str) -> frozenset[str]:
    lines = (line.partition(":") for line in _lines("unconjugated_fr.txt"))
    return frozenset(word for name, _, words in lines if name == kind for word in words.split())


def _lines(name: str) -> list[str]:
    text = files("functions.shared").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
