"""Secrets are generated once, kept for ever, and readable by their owner only."""

from pathlib import Path

import jwt

from dev import env_file


def test_a_new_machine_gets_every_secret(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    env_file.complete(file)
    assert set(env_file.read(file)) == set(env_file.GENERATORS)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    env_file.complete(file)
    before = file.read_bytes()
    env_file.complete(file)
    assert file.read_bytes() == before


def test_what_a_person_wrote_stays_and_an_empty_line_is_filled(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# mine\nFUNCTIONS_TOKEN=chosen\nSESSION_SECRET=\nOPENAI_API_KEY=sk-x")
    env_file.complete(file)
    values = env_file.read(file)
    assert values["FUNCTIONS_TOKEN"] == "chosen"
    assert values["OPENAI_API_KEY"] == "sk-x"
    assert values["SESSION_SECRET"]
    assert file.read_text().startswith("# mine\nFUNCTIONS_TOKEN=chosen\n")


def test_the_service_key_is_signed_with_the_machine_s_secret(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    env_file.complete(file)
    values = env_file.read(file)
    claims = jwt.decode(values["SUPABASE_SERVICE_ROLE_KEY"], values["SUPABASE_JWT_SECRET"], algorithms=["HS256"])
    assert claims["role"] == "service_role"


def test_two_machines_have_different_secrets(tmp_path: Path) -> None:
    for name in ("one", "two"):
        env_file.complete(tmp_path / name)
    one, two = env_file.read(tmp_path / "one"), env_file.read(tmp_path / "two")
    assert [name for name in one if one[name] == two[name]] == ["N8N_OWNER_EMAIL"]
