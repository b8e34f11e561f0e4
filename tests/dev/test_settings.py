"""Settings come from arguments, the environment and the env file, in this order."""

from pathlib import Path

import pytest

from dev import settings
from dev.errors import DevError


@pytest.fixture(autouse=True)
def no_outer_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_the_env_file_gives_ports_and_secrets(file: Path) -> None:
    file.write_text("N8N_PORT=6000\n")
    loaded = settings.load(file)
    assert loaded.n8n_url == "http://127.0.0.1:6000"
    assert loaded.functions_token
    assert loaded.env_file == file


def test_the_environment_wins_over_the_file_and_an_argument_over_both(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("N8N_PORT=6000\nDEMO_PORT=6001\n")
    monkeypatch.setenv("N8N_PORT", "7000")
    monkeypatch.setenv("DEMO_PORT", "7001")
    loaded = settings.load(file, demo_port=8001)
    assert (loaded.n8n_port, loaded.demo_port) == (7000, 8001)


def test_a_wrong_port_is_one_line_that_names_the_setting(file: Path) -> None:
    file.write_text("N8N_PORT=abc\n")
    with pytest.raises(DevError, match=r"^N8N_PORT: .*valid integer"):
        settings.load(file)


def test_a_relative_folder_starts_at_the_checkout(file: Path) -> None:
    assert settings.load(file, data_dir="elsewhere").data_dir == settings.ROOT / "elsewhere"


def test_a_hosted_project_replaces_the_embedded_database(file: Path) -> None:
    file.write_text("SUPABASE_URL=https://project.supabase.co\nSUPABASE_SERVICE_ROLE_KEY=sb_secret_of_the_project\n")
    loaded = settings.load(file)
    assert (loaded.database, loaded.api_url) == ("hosted", "https://project.supabase.co")


def test_a_hosted_project_with_the_generated_key_is_refused(file: Path) -> None:
    file.write_text("SUPABASE_URL=https://project.supabase.co\n")
    with pytest.raises(DevError, match="SUPABASE_SERVICE_ROLE_KEY is the generated one"):
        settings.load(file)


def test_the_local_url_written_out_is_still_the_embedded_database(file: Path) -> None:
    assert settings.load(file, supabase_url="http://127.0.0.1:54321").database == "embedded"
