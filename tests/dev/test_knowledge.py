"""A document's folder tells whose it is."""

from pathlib import Path

import pytest

from dev import knowledge


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("audrey/guide.md", "shared/deep/faq.txt", "loose.md", "README.md", "audrey/photo.png"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("texte", encoding="utf-8")
    return tmp_path


def test_texts_are_found_in_every_sub_folder_and_a_readme_is_none(folder: Path) -> None:
    found = [file.relative_to(folder).as_posix() for file in knowledge.files(folder)]
    assert found == ["audrey/guide.md", "loose.md", "shared/deep/faq.txt"]


def test_the_first_sub_folder_owns_the_document(folder: Path) -> None:
    assert knowledge.body(folder / "audrey/guide.md", folder) == {
        "filename": "guide.md",
        "text": "texte",
        "agent_owner": "audrey",
    }
    assert knowledge.owner(folder / "shared/deep/faq.txt", folder) == "shared"


def test_a_loose_document_leaves_the_choice_to_the_functions(folder: Path) -> None:
    assert knowledge.body(folder / "loose.md", folder) == {"filename": "loose.md", "text": "texte"}
