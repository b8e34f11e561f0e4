"""What the canvas says of the turn in one header."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from functions.llm.turn_header import read_turn_header

ID = "0b6f2c1e-9a53-4c8e-8a55-3f0e8f2f7a10"
NOW = datetime(2026, 11, 21, 12, 0, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "age_s"),
    [
        (f"{ID}; received=2026-11-21T12:00:00.500Z", 2.5),
        (f"{ID};received=2026-11-21T13:00:00+01:00", 3.0),
        (f"{ID}; received=2026-11-21T12:00:00", 3.0),
        (f"{ID}; received=2026-11-21T12:00:09Z", 0.0),
        (f"{ID}; received=hier", 0.0),
        (f"{ID}; other=2026-11-21T12:00:00Z", 0.0),
        (ID, 0.0),
    ],
)
def test_the_age_of_the_turn_is_read_from_the_message_on(header: str, age_s: float) -> None:
    assert read_turn_header(header, NOW) == (UUID(ID), age_s)


@pytest.mark.parametrize("header", [None, "", "pas-un-uuid", "; received=", "'; drop table llm_calls;--"])
def test_a_header_that_is_none_of_this_is_ignored(header: str | None) -> None:
    assert read_turn_header(header, NOW) == (None, 0.0)
