"""Which language a message is written in, by its function words: cheap, and enough to tell the answer's language."""

import re

from functions.orchestrate.models import Language
from functions.shared.text import words

FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "je j tu il elle on nous vous le la les un une des du de et est pour pas mes ma mon que qui quoi dans sur avec "
        "ce cette c ca au aux ne plus comment bonjour merci svp stp jai cest jveux mais si".split()
    ),
    "en": frozenset(
        "i you the a an my is are to of and how what do does it for with can should me in on when why hello thanks "
        "please want need your this that have has there".split()
    ),
    "es": frozenset(
        "yo el los las una unos mis mi es para como que quiero puedo con por cuando hola gracias necesito donde cual "
        "esta estoy mucho muy y del al tengo".split()
    ),
    "it": frozenset(
        "io il lo gli una mio mia miei per come che voglio posso con quando ciao grazie dove quale sono di della sul "
        "ho non anche piu nel al e".split()
    ),
    "de": frozenset(
        "ich du der die das ein eine mein meine ist fur wie was kann mit wenn hallo danke wo welche nicht und zu auf "
        "sie mir es den dem brauche mochte".split()
    ),
    "pt": frozenset("eu os uma meu minha nao sim como que quero posso com quando ola obrigada obrigado onde voce por".split()),
    "nl": frozenset("ik de het een mijn is voor hoe wat kan met wanneer hallo dank waar welke niet en te op graag".split()),
}
FOREIGN_SCRIPT = re.compile(r"[\u0370-\u1cff\u2e80-\ud7ff]")


def detect_language(message: str) -> Language:
    """Return the language with the most function words; French when nothing tells."""
    said = words(message)
    if not said:
        return "other" if FOREIGN_SCRIPT.search(message) else "fr"
    hits = {language: sum(word in known for word in said) for language, known in FUNCTION_WORDS.items()}
    best = max(hits, key=lambda language: hits[language])
    return best if hits[best] > hits["fr"] else "fr"
