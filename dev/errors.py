"""What the developer reads instead of a traceback."""


class DevError(Exception):
    """Its text is one line: what is wrong and what to do."""
