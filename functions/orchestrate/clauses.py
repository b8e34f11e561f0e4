"""A message cut into clauses, so that the one that says when and how much can be told from the others."""

import re

MAX_CLAUSES = 24
BREAK = re.compile(
    r"(?<=[.!?;:…\n])\s+|,\s*|\s-\s|\)\s*|\s*\(|/"
    r"|\s+(?=(?:mais|par contre|en revanche|sinon|sauf que|alors que|tandis que|et puis|et surtout|puis|pis"
    r"|but|however|though|and|pero|aber|und)\b)",
    re.IGNORECASE,
)


def split_clauses(message: str) -> list[str]:
    """Return the clauses of a message in order, at least one; the tail of a very long message is one clause."""
    clauses = [clause.strip() for clause in BREAK.split(message) if clause and clause.strip()]
    if len(clauses) > MAX_CLAUSES:
        clauses = [*clauses[: MAX_CLAUSES - 1], " ".join(clauses[MAX_CLAUSES - 1 :])]
    return clauses or [message]
