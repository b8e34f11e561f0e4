"""A look into the real stack's logs."""

from pathlib import Path

import pytest

from dev.stack import Stack


@pytest.fixture
def logs(stack: Stack) -> Path:
    return stack.logs
