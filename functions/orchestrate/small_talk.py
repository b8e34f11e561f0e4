"""Greetings, thanks and emojis: recognised by code when nothing else is said."""

from functools import cache
from importlib.resources import files

from functions.orchestrate.concepts import covered, tokens

MAX_WORDS = 12
ENOUGH = 0.999
PICTOGRAPHS = range(0x2190, 0x1FFFF)


def is_small_talk(message: str) -> bool:
    """Say whether the message is nothing but politeness, or nothing but pictographs."""
    said = tokens(message)
    if not said:
        return any(ord(character) in PICTOGRAPHS for character in message) and not any(map(str.isalpha, message))
    carrying = " ".join(token for token in said if token not in _fillers())
    if len(said) > MAX_WORDS or "?" in message or not carrying:
        return False
    return covered(carrying, "cues.thanks") >= ENOUGH or covered(message, "cues.thanks") >= ENOUGH


@cache
def _fillers() -> frozenset[str]:
    text = files("functions.orchestrate").joinpath("small_talk_fillers.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
