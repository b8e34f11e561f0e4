"""Where an answer that never ends is ended."""

import re

# Characters; 300 words are about 1,900. An answer ends with the first sentence that ends after the first figure,
# or with an ellipsis at the second.
ENOUGH_CHARS = 12_000
MOST_CHARS = 12_500
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|\n")


def fit(sent: int, text: str) -> tuple[str, bool]:
    """Return how much of `text` may follow `sent` characters, and whether the answer ends there."""
    if sent + len(text) < ENOUGH_CHARS:
        return text, False
    enough, most = max(0, ENOUGH_CHARS - sent), max(0, MOST_CHARS - sent)
    end = SENTENCE_END.search(text, max(0, enough - 1), most)
    if end is not None:
        return text[: end.end()], True
    if len(text) >= most:
        return text[:most] + "…", True
    return text, False
