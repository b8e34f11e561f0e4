"""Secrets in an answer: known values however they are spelled, and anything that has the shape of a key."""

import base64
import re
from functools import lru_cache

from functions.shared.output_guard_markup import LOOKALIKES

MASK = "[retiré]"
NOT_ALNUM = re.compile(r"[\W_]+")
MIN_SECRET = 6  # shorter values are words
PIECE = 10  # letters and digits in a row that give a longer secret away
SHAPE = re.compile(
    r"-----BEGIN[^\n]*|\beyJ[\w-]{8,}(?:\.[\w-]+)*"
    r"|\b(?:sk|pk|rk|sb|fn|whsec|ghp|gho|ghu|ghs|glpat|xox[abprs]|hf|gsk|shpat)[-_](?=[\w-]{12,})[\w-]*\d[\w-]*"
    r"|\b(?:sk|pk|rk)[-_](?:live|test)[-_] ?(?:[A-Za-z0-9]{2,6} ?){3,}"
    r"|\b(?:sk|fn|sb)[-_](?:or|live|test|secret|ant)[-_](?=[\w-]{4,})[\w-]*"
    r"|\bgithub_pat_\w+|\bAKIA[0-9A-Z]{12,}|\bAIza[\w-]{30,}"
    r"|\b[Bb]earer\s+[\w.~+/-]{12,}=*"
    r"|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET|PASSWORD|PASS|PWD|DSN|URL|HASH)\s*[=:]\s*[\"']?[^\s\"'…]+"
    r"|\b[a-z_][\w-]*:x?:\d+:\d+:[^\n]*"
    r"|\b\w+://[^\s/:@]+:[^\s/@]+@\S+"
    r"|(?i:\b(?:mot[ -]?de[ -]?passe|password|passwd|passcode|mdp|pwd)(?:[ -]\w+)? ?(?:est|is|:|=)? ?)[\"'«“]?"
    r"(?=[^\s,;]*\d)(?=[^\s,;]*[A-Za-z])[^\s\"'»”,;]{8,}"
    r"|\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}\b"
    r"|={3} ?(?:DÉBUT|FIN) DES EXTRAITS[^\n]*|-{3} ?EXTRAIT \d+[^\n]*"
)
# One sign at a time, numbered or not; nothing in it can be read in two ways, so it never backtracks far.
SPELLED = re.compile(
    r"(?<!\w)(?:[A-Za-z0-9_](?!\w)\W{0,3}){15,}+|(?<!\w)(?:\d{1,3}[:.)=] ?[A-Za-z0-9_-](?!\w)\W{0,3}){8,}+"
)
# Without one of these a text holds nothing of the shape of a key.
HINT = re.compile(r"[\d_=]|--|://|eyJ|[Bb]earer|\b(?:sk|fn|sb|hf|gh[pous])[-_]|(?<!\w)\w\W{1,3}\w\W{1,3}\w\W{1,3}\w\W")


def remove_secret_shapes(text: str) -> tuple[str, set[str]]:
    """Return the text with everything that has the shape of a key masked, and the kinds removed."""
    if not HINT.search(text):
        return text, set()
    shown = SPELLED.sub(MASK, SHAPE.sub(MASK, text))
    return shown, {"secret"} if shown != text else set()


def compact(text: str) -> str:
    """Return the letters and digits of a text, in lower case: what is left however it is spaced or quoted."""
    return NOT_ALNUM.sub("", text.translate(LOOKALIKES).lower())


@lru_cache(maxsize=64)
def pieces(secrets: tuple[str, ...]) -> dict[int, frozenset[str]]:
    """Return by length the pieces that give a secret away: as it is, backwards, in base64, hexadecimal and ROT13."""
    by_length: dict[int, set[str]] = {}
    for secret in secrets:
        raw = secret.encode()
        for form in (secret, secret[::-1], base64.b64encode(raw).decode(), raw.hex(), rot13(secret)):
            written = compact(form)
            length = min(len(written), PIECE)
            if length >= MIN_SECRET:
                found = (written[i : i + length] for i in range(len(written) - length + 1))
                by_length.setdefault(length, set()).update(found)
    return {length: frozenset(found) for length, found in by_length.items()}


def shows_secret(tail: str, segment: str, secrets: tuple[str, ...]) -> bool:
    """Say if a segment continues or holds a piece of a secret; `tail` is what was shown just before, compacted."""
    new = compact(segment)
    for length, known in pieces(secrets).items():
        seen = tail[-(length - 1) :] + new
        if any(seen[i : i + length] in known for i in range(len(seen) - length + 1)):
            return True
    return False


def rot13(text: str) -> str:
    """Return the text with each unaccented letter thirteen places further."""
    return text.translate(ROT13)


LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROT13 = str.maketrans(LETTERS + LETTERS.upper(), LETTERS[13:] + LETTERS[:13] + (LETTERS[13:] + LETTERS[:13]).upper())
