"""Waiting for what happens in its own time."""

import time
from collections.abc import Callable


def eventually(check: Callable[[], bool], seconds: float = 40) -> bool:
    """Say whether the check came true within so many seconds, looking five times a second."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.2)
    return False
