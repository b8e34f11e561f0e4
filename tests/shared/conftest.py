"""Cassettes: the answers of the providers, replayed; `make record` replaces them (see the README there)."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.shared.settings import Settings

CASSETTES = Path(__file__).parent.parent / "cassettes"
# Headers of an answer that say something about the account or the day, and nothing about the format.
KEPT_HEADERS = {"content-type", "retry-after"}


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    return str(CASSETTES / Path(str(request.node.fspath)).stem)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return {
        "filter_headers": ["authorization", "cookie", "user-agent", "x-stainless-*"],
        "match_on": ["method", "scheme", "host", "port", "path", "query", "body"],
        "before_record_response": keep_the_format_only,
        "decode_compressed_response": True,
    }


@pytest.fixture
def provider_settings(record_mode: str) -> Callable[..., Settings]:
    """Settings with the real addresses; while recording, the keys of the environment (none: the test is skipped)."""

    def make(key: str, **changes: Any) -> Settings:
        if record_mode != "none" and key not in changes:
            changes[key] = os.environ.get(key.upper()) or pytest.skip(f"{key.upper()} is needed to record")
        return Settings(_env_file=None, **({key: "replayed"} | changes))  # type: ignore[call-arg]

    return make


def keep_the_format_only(response: dict[str, Any]) -> dict[str, Any]:
    headers = response["headers"]
    return response | {"headers": {name: headers[name] for name in headers if name.lower() in KEPT_HEADERS}}
