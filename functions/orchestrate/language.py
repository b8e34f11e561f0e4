"""Which language a message is written in, by its function words: cheap, and enough to name the answer's language."""

import re
from functools import cache
from importlib.resources import files
from typing import cast

from functions.orchestrate.models import Language
from functions.shared.text import words

FOREIGN_SCRIPT = re.compile(r"[\u0370-\u1cff\u2e80-\ud7ff]")


def detect_language(message: str) -> Language:
    """Return the language with the most function words; French when nothing tells."""
    said = words(message)
    if not said:
        return "other" if FOREIGN_SCRIPT.search(message) else "fr"
    hits: dict[Language, int] = {
        language: sum(word in known for word in said) for language, known in _function_words().items()
    }
    best: Language = max(hits, key=lambda language: hits[language])
    return best if hits[best] > hits["fr"] else "fr"


@cache
def _function_words() -> dict[Language, frozenset[str]]:
    text = files("functions.orchestrate").joinpath("language_words.txt").read_text(encoding="utf-8")
    sections = re.findall(r"^\[(\w+)\]\n([^\[]+)", text, re.MULTILINE)
    return {cast("Language", name): frozenset(body.split()) for name, body in sections}
