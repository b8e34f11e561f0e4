"""`make ingest` fills the database of this stack, wherever it is typed."""

from pathlib import Path

import pytest

from dev import ingest
from dev.settings import Settings

INGESTION = """
import os, sys
from pathlib import Path
told = [sys.argv[1:], os.environ["SUPABASE_URL"], os.environ["SUPABASE_SERVICE_ROLE_KEY"], Path(".env").exists()]
Path(os.environ["TOLD"]).write_text(repr(told))
sys.exit(3)
"""


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose ingestion writes down what it was told, beside the .env of another stack."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    stub = tmp_path / "functions/knowledge/ingest.py"
    stub.parent.mkdir(parents=True)
    stub.write_text(INGESTION)
    (tmp_path / ".env").write_text("SUPABASE_PORT=1\n")
    (tmp_path / "other.env").write_text("SUPABASE_PORT=54331\nSUPABASE_SERVICE_ROLE_KEY=of-this-stack\n")
    for name, value in {"ENV_FILE": "other.env", "DATA_DIR": "data", "FUNCTIONS_DIR": "", "TOLD": "told"}.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_ingestion_gets_the_stack_s_database_and_no_other_stack_s_file(checkout: Path) -> None:
    assert ingest.main(["documents", "--owner", "audrey"]) == 3

    arguments = [str(checkout / "documents"), "--owner", "audrey"]
    assert (checkout / "told").read_text() == repr([arguments, "http://127.0.0.1:54331", "of-this-stack", False])


def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SUPABASE_PORT", "abc")

    assert ingest.main(["documents"]) == 1
    assert capsys.readouterr().err.startswith("error: SUPABASE_PORT: ")
