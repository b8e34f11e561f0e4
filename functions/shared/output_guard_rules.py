"""The persona's rules told in other words, or in another language: no letters are shared, the rules are.

A rule alone is everyday advice («un emoji par paragraphe»): it takes several in one answer, or one that only a prompt
has after a question about it. What a visitor's own chatbot should do is hers, and is left alone.
"""

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

from functions.shared.patterns import load_patterns
from functions.shared.text import fold

PATTERNS = load_patterns(Path(__file__).with_name("output_guard_rules.txt"))
# Each rule, and the patterns that tell it together.
RULES = {
    "FORMAT": ("TABLE", "TITLE", "IMAGE"),
    **{name: (name,) for name in ("LENGTH", "EXCERPTS", "EMOJI", "SECRECY", "MONEY", "ACTION", "BRIEFED")},
}
STRONG = frozenset({"LENGTH", "FORMAT", "EXCERPTS"})  # hardly said of anything else
ENOUGH = 3  # rules in one answer that give the prompt away, or
ENOUGH_STRONG = 2  # so many of the strong ones
HER_OWN = re.compile(
    r"\b(?:ton|ta|tes|votre|vos|your|un|une|a|an)\s+(?:\w+\s+){0,2}?(?:chatbot|bot|assistante?|gpts?|ia|ai|prompt|agente?)\b"
)


def rules_in(segment: str, prompt: str) -> frozenset[str]:
    """Return the names of the prompt's rules that a sentence tells; none where a visitor's own assistant is meant."""
    said = fold(segment)
    if not prompt or HER_OWN.search(said):
        return frozenset()
    told = {rule for rule, signs in RULES.items() if all(PATTERNS[sign].search(said) for sign in signs)}
    return frozenset(told - {"LENGTH"} if "LENGTH" in told and not _is_its_length(said, prompt) else told)


def tells_rules(told: AbstractSet[str], *, asked: bool) -> bool:
    """Say if the rules told so far in an answer give the prompt away; `asked`: the visitor asked for it."""
    strong = len(told & STRONG)
    return strong >= (1 if asked else ENOUGH_STRONG) or len(told) >= ENOUGH


def asks_for_rules(question: str) -> bool:
    """Say if a question is about how the assistant itself is instructed."""
    return bool(PATTERNS["ASKED"].search(fold(question)))


def _is_its_length(said: str, prompt: str) -> bool:
    """Say if the number of words is the prompt's own; written out, it is taken for that."""
    numbers = {one for found in PATTERNS["LENGTH"].pattern.finditer(said) for one in found.groups()}
    return (None in numbers and len(numbers) == 1) or any(f"{number} mots" in prompt for number in numbers if number)
