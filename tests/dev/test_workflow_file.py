"""The committed form of a flow, and the proof that every committed flow has it."""

from pathlib import Path

import pytest

from dev.errors import DevError
from dev.settings import ROOT
from dev.workflow_file import fingerprint, normalise, read_folder, to_text

COMMITTED = sorted((ROOT / "n8n" / "workflows").glob("*.json"))
EXPORTED = {
    "updatedAt": "2026-11-20T18:06:45.000Z",
    "id": "chat",
    "name": "Répondre à l’échange",
    "description": None,
    "active": True,
    "nodes": [{"name": "W", "id": "a", "credentials": {"httpBearerAuth": {"name": "F", "id": "f", "data": "secret"}}}],
    "connections": {},
    "settings": {"executionOrder": "v1"},
    "nodeGroups": [],
    "pinData": {"W": [{"json": {"message": "a visitor's words"}}]},
    "versionId": "1",
    "shared": [{"role": "workflow:owner"}],
}


@pytest.mark.parametrize("file", COMMITTED, ids=lambda file: file.stem)
def test_every_committed_flow_is_in_normal_form(file: Path) -> None:
    flow = read_folder(file.parent)[file.stem]
    text = file.read_text(encoding="utf-8")
    assert text == to_text(flow), "write it with `make export` or with dev.workflow_file.to_text"


def test_only_what_a_person_decided_is_kept() -> None:
    assert set(normalise(EXPORTED)) == {"id", "name", "nodes", "connections", "settings"}


def test_a_credential_is_named_and_nothing_more() -> None:
    node = normalise(EXPORTED)["nodes"][0]
    assert node["credentials"] == {"httpBearerAuth": {"id": "f", "name": "F"}}


def test_the_text_is_sorted_readable_and_ends_with_a_line_break() -> None:
    text = to_text(EXPORTED)
    assert text.index('"connections"') < text.index('"id"') < text.index('"name"')
    assert "Répondre à l’échange" in text
    assert text.endswith("}\n")


def test_a_second_pass_changes_nothing() -> None:
    assert to_text(normalise(EXPORTED)) == to_text(EXPORTED)


def test_what_n8n_adds_does_not_change_the_fingerprint() -> None:
    assert fingerprint(EXPORTED | {"versionId": "2", "updatedAt": "later"}) == fingerprint(EXPORTED)
    assert fingerprint(EXPORTED | {"name": "Autre"}) != fingerprint(EXPORTED)


def test_a_file_is_named_after_its_flow(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"id": "chat"}')
    with pytest.raises(DevError, match=r"other\.json: the flow's id is 'chat'"):
        read_folder(tmp_path)


def test_broken_json_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "chat.json").write_text("{")
    with pytest.raises(DevError, match=r"chat\.json is not valid JSON"):
        read_folder(tmp_path)


def test_a_missing_folder_holds_no_flow(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "nowhere") == {}
