"""Fills the empty secrets of an env file: `python -m deploy.fill_env < .env.example > .env`."""

import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

import bcrypt

from dev.env_file import GENERATORS, Known

OWN: Mapping[str, Callable[[Known], str]] = {
    "N8N_DB_PASSWORD": lambda known: secrets.token_urlsafe(24),
    "POSTGREST_DB_PASSWORD": lambda known: secrets.token_urlsafe(24),
    "REDIS_PASSWORD": lambda known: secrets.token_urlsafe(24),
    "N8N_OWNER_PASSWORD_HASH": lambda known: hashed(known["N8N_OWNER_PASSWORD"]),
}
ASSIGNMENT = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$")


def main() -> None:
    """Reads an env file, writes it with every secret."""
    lines = sys.stdin.read().splitlines()
    sys.stdout.write("".join(f"{line}\n" for line in filled(lines)))


def filled(lines: list[str]) -> Iterator[str]:
    """Yields the lines; only an empty secret changes."""
    known = completed(assignments(lines))
    for line in lines:
        found = ASSIGNMENT.match(line)
        empty = found and not found[2] and known.get(found[1])
        yield f"{line}{known[found[1]]}" if found and empty else line


def assignments(lines: Iterable[str]) -> dict[str, str]:
    """Returns the variables that have a value."""
    found = filter(None, map(ASSIGNMENT.match, lines))
    return {match[1]: match[2] for match in found if match[2]}


def completed(known: dict[str, str]) -> dict[str, str]:
    """Adds every secret that is missing, in the order in which one is made of another."""
    for name, generate in {**GENERATORS, **OWN}.items():
        if name not in known:
            known[name] = generate(known)
    return known


def hashed(password: str) -> str:
    """Returns the bcrypt hash that n8n wants, in quotes: Compose would take its dollars for variables."""
    return f"'{bcrypt.hashpw(password.encode(), bcrypt.gensalt(10)).decode()}'"


if __name__ == "__main__":
    main()
