"""Committed credentials hold placeholders only; n8n gets this machine's values."""

from pathlib import Path

import pytest

from dev import credentials
from dev.settings import ROOT

COMMITTED = sorted((ROOT / "n8n" / "credentials.example").glob("*.json"))
TEMPLATE = {"id": "fn", "name": "F", "type": "httpBearerAuth", "data": {"token": "${FUNCTIONS_TOKEN}", "tries": 3}}
SLACK = {"id": "slack", "name": "S", "type": "slackApi", "data": {"accessToken": "${SLACK_TOKEN}"}}


def test_values_replace_placeholders_and_nothing_else() -> None:
    filled = credentials.fill({"a": "Bearer ${TOKEN}", "b": ["={{ $('Message reçu').first() }}", 1]}, {"TOKEN": "t$1"})
    assert filled == {"a": "Bearer t$1", "b": ["={{ $('Message reçu').first() }}", 1]}


def test_a_credential_goes_to_n8n_once() -> None:
    filling = {"FUNCTIONS_TOKEN": "one"}
    first = credentials.due([TEMPLATE], {}, filling)
    assert [one["data"] for one in first] == [{"token": "one", "tries": 3}]
    assert credentials.due([TEMPLATE], {"fn": credentials.fingerprint(first[0])}, filling) == []


def test_a_new_value_goes_to_n8n_again() -> None:
    known = {"fn": credentials.fingerprint(credentials.fill(TEMPLATE, {"FUNCTIONS_TOKEN": "one"}))}
    assert credentials.due([TEMPLATE], known, {"FUNCTIONS_TOKEN": "two"})


def test_one_without_a_value_goes_in_empty_and_is_never_touched_again() -> None:
    assert credentials.due([SLACK], {}, {})[0]["data"] == {"accessToken": ""}
    assert credentials.due([SLACK], {"slack": "whatever a marketer made of it"}, {}) == []


def test_a_value_that_arrives_later_is_imported() -> None:
    assert credentials.due([SLACK], {"slack": "empty"}, {"SLACK_TOKEN": "xoxb"})[0]["data"] == {"accessToken": "xoxb"}


@pytest.mark.parametrize("file", COMMITTED, ids=lambda file: file.stem)
def test_a_committed_credential_is_named_after_its_id(file: Path) -> None:
    assert {one["id"] for one in credentials.read_folder(file.parent)} >= {file.stem}


@pytest.mark.parametrize(
    ("key", "headers"),
    [
        ("sb_secret_x", '{"apikey": "sb_secret_x"}'),
        ("ey.jwt", '{"apikey": "ey.jwt", "Authorization": "Bearer ey.jwt"}'),
    ],
)
def test_each_kind_of_supabase_key_travels_as_hosted_supabase_wants_it(key: str, headers: str) -> None:
    assert credentials.supabase_headers(key) == headers
