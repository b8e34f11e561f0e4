"""Who leads the conversation so far."""

from collections.abc import Sequence

from functions.orchestrate.models import Expert, PastMessage

# So many messages back, a conversation may have changed its theme.
RECENT_MESSAGES = 4


def last_expert(history: Sequence[PastMessage]) -> Expert | None:
    """Return the expert of the newest message that says who wrote it, or None."""
    for past in reversed(history):
        if past.role == "assistant" and past.agent in ("audrey", "carole"):
            return past.agent
    return None


def recent_texts(history: Sequence[PastMessage]) -> list[PastMessage]:
    """Return the newest messages that hold any text, oldest first."""
    return [past for past in history if past.content.strip()][-RECENT_MESSAGES:]
