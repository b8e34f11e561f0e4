"""The committed file is what the sources build, small enough, and well typed."""

import gzip
from pathlib import Path

import pytest

from tests.browser import tools

DIST = tools.WIDGET / "dist" / "sales-copilot.js"
SOURCES = sorted((tools.WIDGET / "src").rglob("*.js"))
MAX_GZIPPED = 40_000

pytestmark = pytest.mark.usefixtures("widget_tools")


def test_the_committed_file_is_what_the_sources_build(tmp_path: Path) -> None:
    built = tmp_path / "sales-copilot.js"
    tools.run(str(tools.NODE), "build.mjs", str(built))
    assert built.read_text() == DIST.read_text(), "run `pnpm build` in widget/"


def test_the_committed_file_is_small() -> None:
    assert len(gzip.compress(DIST.read_bytes(), 9)) < MAX_GZIPPED


def test_the_sources_are_well_typed() -> None:
    tools.run("node_modules/.bin/tsc", "-p", "jsconfig.json")


def test_markup_is_never_parsed_and_no_address_is_foreign() -> None:
    text = "\n".join(path.read_text() for path in SOURCES)
    parsers = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "new Function")
    assert [word for word in parsers if word in text] == []
    assert "https://" not in text


def test_source_files_are_small() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > 250} == {}
