"""Every answer names something to do; one that does not gets a first step."""

import re
from functools import lru_cache

from functions.postprocess.address import imperatives
from functions.shared.text import fold

NEXT_STEP = "Premier pas : choisis une seule idée de cette réponse et mets-la en place aujourd'hui."
SHORT_ANSWER = 25  # words; a greeting or a thank-you needs no action
INVITATION = re.compile(
    r"\?\W*$|\btu (?:peux|pourras|dois|n'as (?:plus )?qu'a)\b|\bil (?:te )?(?:suffit|faut)\b"
    r"|\b(?:dis|ecris|envoie|donne|montre)[- ](?:le[- ])?moi\b|\bon (?:commence|essaie|y va|part|garde|repart)\b"
    r"|\bpremi\w+ (?:pas|etape)\b|\betape \d"
    r"|\b(?:try|start|create|open|click|add|write|choose|check|send|use|go)\b"
    r"|\b(?:crea|abre|prueba|escribe|empieza|erstelle|offne|schreib|prova|apri|scrivi)\b"
)
BEFORE_IT = r"(?:^|[.!?:;,…\n]|\bet|\bpuis|\bensuite|\bou|[-*+]|\d[.)]|\*\*|[^\w\s'])\s*"
ADVERB = r"(?:\w+ment |enfin |d'abord |alors |donc |ne |n')?"


def has_action(text: str) -> bool:
    """Say if an answer tells its reader something to do, or asks something back."""
    folded = fold(text)
    return bool(_doing().search(folded) or INVITATION.search(folded))


@lru_cache
def _doing() -> re.Pattern[str]:
    forms = "|".join(sorted({fold(familiar) for _, familiar in imperatives()}, key=len, reverse=True))
    return re.compile(rf"{BEFORE_IT}{ADVERB}(?:{forms})\b", re.MULTILINE)
