"""Who wins when a flow changed in the repository, in the editor, or in both."""

import pytest

from dev.import_plan import Decision, Imported, Known, after, decide, plan


@pytest.mark.parametrize(
    ("file", "running", "known", "decision"),
    [
        ("v1", None, None, "write"),
        ("v1", "v1", None, "same"),
        ("v1", "theirs", None, "conflict"),
        ("v1", "v1", Known(file="v1", running="v1"), "same"),
        ("v1", "v1 as n8n writes it", Known(file="v1", running="v1 as n8n writes it"), "same"),
        ("v2", "v1", Known(file="v1", running="v1"), "write"),
        ("v1", "theirs", Known(file="v1", running="v1"), "edited"),
        ("v2", "theirs", Known(file="v1", running="v1"), "conflict"),
        ("theirs", "theirs", Known(file="v1", running="v1"), "same"),
        ("v1", None, Known(file="v1", running="v1"), "deleted"),
    ],
)
def test_a_change_made_in_the_editor_is_never_overwritten(
    file: str, running: str | None, known: Known | None, decision: Decision
) -> None:
    assert decide(file, running, known) == decision


def test_force_overwrites_everything() -> None:
    imported = Imported(workflows={"chat": Known(file="v1", running="v1")})
    assert plan({"chat": "v2"}, {"chat": "theirs"}, imported, force=True) == {"chat": "write"}


def test_an_interrupted_import_is_done_again() -> None:
    imported = Imported(pending=["chat"])
    assert plan({"chat": "v1"}, {"chat": "v1"}, imported) == {"chat": "write"}


def test_what_was_written_is_remembered_and_a_conflict_stays_one() -> None:
    imported = Imported(workflows={"theirs": Known(file="v1", running="v1")}, pending=["ours"])
    decisions: dict[str, Decision] = {"ours": "write", "theirs": "conflict"}
    known = after(decisions, {"ours": "v2", "theirs": "v2"}, {"ours": "v2", "theirs": "edited"}, imported)
    assert known.workflows == {"ours": Known(file="v2", running="v2"), "theirs": Known(file="v1", running="v1")}
    assert known.pending == []
