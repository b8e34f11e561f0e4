"""What n8n's process may know, and how its owner signs in."""

from pathlib import Path

import bcrypt
import pytest

from dev import functions, n8n, publication
from dev.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path / ".env", data_dir=tmp_path / "data")


def test_the_owner_s_password_opens_the_hash_and_the_hash_is_stable() -> None:
    first = n8n.password_hash("secret", "key")
    assert bcrypt.checkpw(b"secret", first.encode())
    assert n8n.password_hash("secret", "key") == first
    assert n8n.password_hash("other", "key") != first
    assert n8n.password_hash("secret", "another key") != first


def test_n8n_gets_no_provider_key(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert "sk-secret" not in n8n.environment(settings).values()


def test_the_functions_get_the_keys_but_not_the_keys_to_the_house(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    environment = functions.environment(settings, {"OPENAI_BASE_URL": "http://127.0.0.1:1"})
    assert environment["OPENAI_API_KEY"] == "sk-secret"
    assert environment["OPENAI_BASE_URL"] == "http://127.0.0.1:1"
    assert not set(functions.WITHHELD) & set(environment)


def test_loopback_never_goes_through_a_proxy(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet")
    assert n8n.environment(settings)["NO_PROXY"] == "intranet,127.0.0.1,localhost"


def test_without_a_store_there_is_nothing_to_tell(settings: Settings) -> None:
    publication.store(settings).parent.mkdir(parents=True)
    publication.store(settings).touch()
    assert publication.is_settled(settings)
    assert publication.refused(settings) == []
