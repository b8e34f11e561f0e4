"""What the assistant must not say of itself or of others: another identity, its instructions, other visitors."""

import re
from pathlib import Path
from typing import Literal

from functions.shared.patterns import load_patterns
from functions.shared.text import fold

QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
PATTERNS = load_patterns(Path(__file__).with_name("output_guard_persona.txt"))

Claim = Literal["prompt", "other_visitor", "persona"]


def find_claim(segment: str) -> Claim | None:
    """Name what a segment says that it must not say; what it quotes for a client to use is not its own word."""
    whole = fold(segment)
    own = fold(QUOTED.sub(" ", segment))
    if (_says("PROMPT_SHOWN", own) or "im_start" in whole) and not _says("REFUSAL", own):
        return "prompt"
    if _says("OTHERS", own) and _says("OTHERS_SPOKEN", own) and not _says("REFUSAL", own):
        return "other_visitor"
    if _says("IDENTITY", own) or _says("BROKEN", own):
        return "persona"
    return None


def _says(name: str, text: str) -> bool:
    return bool(PATTERNS[name].search(text))
