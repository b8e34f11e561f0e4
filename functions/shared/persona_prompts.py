"""The system prompts that this process was given, so that one persona's answer cannot show another's.

They are written on the canvas and come with each call: a process that has just begun knows only those it has met.
"""

# Both personas, and what a marketer tries out of them in a day.
KEPT = 8


class PersonaPrompts:
    """The latest distinct prompts."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}

    def with_those_before(self, prompt: str) -> str:
        """Remember a prompt and return all that are known, the same text for the same prompts in any order."""
        self._seen.pop(prompt, None)
        self._seen[prompt] = None
        for oldest in list(self._seen)[:-KEPT]:
            del self._seen[oldest]
        return "\n".join(sorted(self._seen))
