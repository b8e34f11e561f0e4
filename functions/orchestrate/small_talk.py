"""Greetings, thanks and emojis: recognised by code when nothing else is said."""

from functools import cache
from importlib.resources import files

from functions.orchestrate.concepts import tokens, words_outside

MAX_WORDS = 12
PICTOGRAPHS = range(0x2190, 0x1FFFF)


def is_small_talk(message: str) -> bool:
    """Say whether the message is nothing but politeness, or nothing but pictographs."""
    said = tokens(message)
    if not said:
        return any(ord(character) in PICTOGRAPHS for character in message) and not any(map(str.isalpha, message))
    if len(said) > MAX_WORDS or "?" in message:
        return False
    outside = words_outside(message, "cues.thanks")
    return len(outside) < len(said) and _fillers().issuperset(outside)


@cache
def _fillers() -> frozenset[str]:
    text = files("functions.orchestrate").joinpath("small_talk_fillers.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
