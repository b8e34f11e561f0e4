"""The persona's rules told in other words, or in another language: no letters are shared, the rules are.

A rule alone is everyday advice («300 mots au maximum»); who asked how the assistant is instructed, or reads a second
rule in one answer, is being told the prompt. What a visitor's own chatbot should do is hers, and is left alone.
"""

import re
from collections.abc import Collection
from pathlib import Path

from functions.shared.patterns import load_patterns
from functions.shared.text import fold

PATTERNS = load_patterns(Path(__file__).with_name("output_guard_rules.txt"))
RULES = ("LENGTH", "FORMAT", "EMOJI", "SECRECY", "EXCERPTS", "MONEY", "ACTION", "BRIEFED")
# Said in a refusal or an introduction as well: they count beside another rule only.
WEAK = frozenset({"SECRECY", "MONEY", "ACTION", "BRIEFED", "EMOJI"})
MOST = 1  # rules in one answer that say nothing of the prompt
HER_OWN = re.compile(
    r"\b(?:ton|ta|tes|votre|vos|your)\s+(?:\w+\s+){0,2}?(?:chatbot|bot|assistante?|gpts?|ia|ai|prompt|agente?)\b"
)


def rules_in(segment: str) -> frozenset[str]:
    """Return the names of the rules that a sentence tells; none where it is about a visitor's own assistant."""
    said = fold(segment)
    if HER_OWN.search(said):
        return frozenset()
    return frozenset(name for name in RULES if PATTERNS[name].search(said))


def tells_rules(told: Collection[str], *, asked: bool) -> bool:
    """Say if the rules told so far in an answer give the prompt away; `asked`: the visitor asked for it."""
    strong = any(name not in WEAK for name in told)
    return strong if asked else strong and len(told) > MOST


def asks_for_rules(question: str) -> bool:
    """Say if a question is about how the assistant itself is instructed."""
    return bool(PATTERNS["ASKED"].search(fold(question)))
