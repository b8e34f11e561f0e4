"""What the canvas says of the turn in `X-Turn-Id`: its id, and when the visitor's message came in.

The value has the form of RFC 9110's parameters, `<uuid>; received=<ISO 8601>`, since n8n's OpenAI credential has room
for one header only.
"""

from datetime import UTC, datetime
from uuid import UUID


def read_turn_header(header: str | None, now: datetime) -> tuple[UUID | None, float]:
    """Return the turn's id, if there is one, and its age in seconds, 0 where it is unknown or in the future."""
    id, _, parameter = (header or "").partition(";")
    name, _, value = parameter.strip().partition("=")
    return _uuid(id.strip()), _age(value.strip('" '), now) if name == "received" else 0.0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _age(text: str, now: datetime) -> float:
    try:
        received = datetime.fromisoformat(text)
    except ValueError:
        return 0.0
    aware = received if received.tzinfo else received.replace(tzinfo=UTC)
    return max(0.0, (now - aware).total_seconds())
