"""What the assistant must not say of itself or of others: another identity, its instructions, other visitors."""

import re
from pathlib import Path
from typing import Literal

from functions.shared.patterns import Phrases, load_patterns
from functions.shared.text import QUOTED, fold

# Names are told by their capital, so these read the text as it is written.
NO_NAME = (
    "Elle|Il|On|Une?|Ma|Mon|Mes|La|Le|Les|Cette|Ce|Qui|Que|Quand|Et|Mais|Si|Ta|Ton|Tes|Hier|Bien|Audrey|Carole"
    "|Instagram|Facebook|Google|Canva|Kajabi|Zapier|Stripe|Brevo|Mailchimp|Calendly"
)
NAME = rf"(?:(?:Mme|Madame|Mr?|Monsieur|Mlle)\.? )?\b(?!(?:{NO_NAME})\b)[A-ZÉÈÎ][\w-]+(?: [A-ZÉÈ][\w.-]*)?"
TOLD = "(?:écrit|dit|confié|raconté|demandé|laissé|parlé|expliqué|envoyé|avoué|donné)"
TALKED = "(?:échangé|échanger|parlé|discuté|discuter)"
CONFIDED = Phrases(
    re.compile(
        rf"{NAME}(?:[^.!?;]|\.(?=[\w,])){{0,90}}?\b(?:m['’]a|nous a)(?: \w+)? {TOLD}\b"
        rf"|\b(?:[jJ]['’]ai |[jJ]e viens d['’]|[oO]n a |[nN]ous avons )(?:\w+ )?{TALKED} (?:\w+ )?avec {NAME}"
    ),
    needs=("m'a", "m’a", "nous a", "échang", "parlé", "discut"),
)
LIVES_AT = Phrases(
    re.compile(
        rf"{NAME}[^.!?;]{{0,30}}?\bhabite (?:au |à )?\d+[^.!?;]{{0,10}}"
        r"\b(?:rue|avenue|boulevard|chemin|impasse|place)\b"
    ),
    needs=("habite ",),
)
PATTERNS = load_patterns(Path(__file__).with_name("output_guard_persona.txt"))

Claim = Literal["prompt", "other_visitor", "persona"]


def find_claim(segment: str) -> Claim | None:
    """Name what a segment says that it must not say; what it quotes for a client to use is not its own word."""
    whole = fold(segment)
    spoken = QUOTED.sub(" ", segment)
    own = fold(spoken)
    shown = _says("PROMPT_SHOWN", own) or _says("PROMPT_HEADING", own) or "im_start" in whole
    if shown and not _says("REFUSAL", own):
        return "prompt"
    if names_another(spoken):
        return "other_visitor"
    if _says("OTHERS", own) and _says("OTHERS_SPOKEN", own) and not _says("REFUSAL", own):
        return "other_visitor"
    if _says("IDENTITY", own) or _says("BROKEN", own):
        return "persona"
    return None


def names_another(segment: str) -> bool:
    """Say if a sentence tells what a person, by her name, confided to the assistant or to the agency."""
    return not segment.lstrip().startswith(">") and bool(CONFIDED.search(segment) or LIVES_AT.search(segment))


def _says(name: str, text: str) -> bool:
    return bool(PATTERNS[name].search(text))
