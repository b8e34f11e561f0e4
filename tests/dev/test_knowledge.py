"""A document's folder tells whose it is; its file name tells which one it is."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dev import knowledge
from functions.knowledge.folder import owner_of, visible_files
from tests.dev.stub_functions import app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("audrey/guide.md", "shared/deep/faq.txt", "loose.pdf", "README.md", ".cache/x.md"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("texte", encoding="utf-8")
    return tmp_path


def loaded(folder: Path) -> list[str]:
    with TestClient(app) as client:
        return knowledge.load_folder(client, folder)


def test_files_are_found_in_every_sub_folder_and_a_readme_is_none(folder: Path) -> None:
    found = [file.relative_to(folder).as_posix() for file in visible_files(folder)]
    assert found == ["audrey/guide.md", "loose.pdf", "shared/deep/faq.txt"]


def test_the_first_sub_folder_owns_the_document_and_a_loose_one_leaves_the_choice(folder: Path) -> None:
    owners = [owner_of(file, folder) for file in visible_files(folder)]
    assert owners == ["audrey", None, "shared"]


def test_each_file_is_sent_whatever_its_kind(folder: Path) -> None:
    assert loaded(folder) == ["created for audrey", "created for nobody", "created for shared"]


def test_what_the_functions_refuse_is_said_with_their_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "photo.png").write_bytes(b"x")
    assert loaded(folder).count("refused") == 1
    assert "photo.png was not loaded: Format inconnu." in capsys.readouterr().out


def test_a_second_file_of_the_same_name_does_not_replace_the_first(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "shared/guide.md").write_text("un autre", encoding="utf-8")
    assert loaded(folder) == ["created for audrey", "created for nobody", "created for shared", "refused"]
    assert "shared/guide.md was not loaded: audrey/guide.md has the same name" in capsys.readouterr().out
