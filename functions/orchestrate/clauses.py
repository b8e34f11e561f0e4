"""A message cut into clauses, so that the one that says when and how much can be told from the others."""

import re
from collections.abc import Sequence

import numpy as np

from functions.orchestrate.concepts import places_of
from functions.orchestrate.text_features import Array

MAX_CLAUSES = 24
BREAK = re.compile(
    r"(?<=[.!?;:…\n])\s+|,\s*|\s-\s|\)\s*|\s*\(|/"
    r"|\s+(?=(?:mais|par contre|en revanche|sinon|sauf que|alors que|tandis que|et puis|et surtout|puis|pis"
    r"|but|however|though|and|pero|aber|und"
    r"|avant (?:les?|la|l['’]|de|d['’]|mes?|mon|ma|m[êe]me)|plut[ôo]t que|au lieu d[e'’]|before|rather than)\b)",
    re.IGNORECASE,
)


def split_clauses(message: str) -> list[str]:
    """Return the clauses of a message in order, at least one; the tail of a very long message is one clause."""
    clauses = [clause.strip() for clause in BREAK.split(message) if clause and clause.strip()]
    if len(clauses) > MAX_CLAUSES:
        clauses = [*clauses[: MAX_CLAUSES - 1], " ".join(clauses[MAX_CLAUSES - 1 :])]
    return clauses or [message]


def clause_features(clauses: Sequence[str], concepts: Array) -> Array:
    """Return the cues of each clause and of its neighbours, which tell how much the clause weighs."""
    cues = concepts[:, list(places_of("cues"))]
    nothing = np.zeros((1, cues.shape[1]))
    before, after = np.vstack([nothing, cues[:-1]]), np.vstack([cues[1:], nothing])
    last = len(clauses) - 1
    places = [
        [i == 0, i == last, i / max(1, last), "!" in clause, clause.isupper()] for i, clause in enumerate(clauses)
    ]
    return np.hstack([cues, before * 0.5, after * 0.5, np.array(places, dtype=np.float64)])
