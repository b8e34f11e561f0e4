"""Whether a visitor asks if she is talking with a machine: she always gets the truth, so code decides it, no model."""

import re

from functions.shared.text import fold

MACHINE = (
    r"(?:robot|bot|chatbot|chat ?gpt|gpt|ia|i\.a\.?|ai|a\.i\.?|intelligence artificielle|machine|ordinateur"
    r"|programme|automate|algorithme?|logiciel|assistante? virtuelle?|humaine?s?|etre humain|human|person|persona"
    r"|vraie?s? (?:personne|gens|fille|femme|dame|meuf|conseillere)|reelle?s?|real|mensch|maschine)\b"
)
YOU_ARE = (
    r"\b(?:tu es|t.?es|tes|tu serais|es.?tu|vous etes|etes.?vous|vous seriez"
    r"|are you|are u|r u|u r|ur|eres|sei|bist du)\b"
)
TALK = (
    r"\b(?:parle|parl|discute|echange|chatte|tchatte|ecris|dialogue|cause|ai affaire"
    r"|talking|speaking|chatting|hablo|hablando)"
)
THERE_IS = r"\b(?:c.?est|cest|est.?ce|ce sont|y a.?t.?il|il y a|y ?a|ya|is (?:this|it|there)|es)\b"
BEHIND = r"(?:derriere|qui (?:me |m.)?(?:repond|ecrit|parle|lit)|au bout|en face|de l.autre cote|answering|replying)"
WISH = (
    r"(?:\bj?(?:veux|veut|veu|voudrais?|vx|souhaite\w*|peux|peut|peu|puis|pourrais?|prefere\w*|aimerais|besoin"
    r"|want|need|like|rather|quiero|puedo|posso|vorrei|mochte|attends|chez vous|a qui parler|can i|could i)\b"
    r"|\b(?:pas|plus)\b(?!.*\?))"
)
ONE_OR_THE_OTHER = rf"(?:une? |a )?{MACHINE}(?: ou (?:bien )?(?:une? )?{MACHINE})?"

# A wish to talk with a person is not a question about who answers.
PATTERNS = (
    re.compile(rf"{YOU_ARE}(?! (?:sur|dans) ).{{0,30}}?\b{MACHINE}"),
    re.compile(rf"^(?!.*{WISH}).*{TALK}\w*.{{0,30}}\b(?:a|avec|with|to|con)\b.{{0,20}}?\b{MACHINE}"),
    re.compile(rf"^(?!.*{WISH}).*{THERE_IS}.{{0,25}}?\b(?:{MACHINE}|quelqu.?un|kelkun|qqn).{{0,25}}{BEHIND}"),
    re.compile(
        rf"^(?!.*{WISH})\W*(?:{THERE_IS} )?(?:une? |a )?{MACHINE}(?: ou (?:bien )?(?:une? )?{MACHINE})?\W*\?+\W*$"
    ),
)
# Longer messages ask about the visitor's own work with such tools.
MAX_WORDS = 25


def asks_if_ai(message: str) -> bool:
    """Say whether the message asks if a machine, or a person, is answering."""
    said = fold(message)
    return len(said.split()) <= MAX_WORDS and any(pattern.search(said) for pattern in PATTERNS)
