"""`.env.example` names every variable that something reads, and nothing else."""

import re

import pytest
from pydantic import ValidationError

from dev import env_file
from dev import settings as dev_settings
from functions.shared.settings import Settings
from tests.deploy.compose import ROOT, env_lines, interpolate, services, variables

TEXT = (ROOT / ".env.example").read_text()
DOCUMENTED = env_lines(TEXT, commented=True)
REQUIRED = env_lines(TEXT, commented=False)
COMPUTED = {"FUNCTIONS_URL", "SUPABASE_URL", "SUPABASE_HEADERS", "N8N_URL", "DEMO_URL"}
BY_COMPOSE_ITSELF = {"COMPOSE_PROFILES"}


def names(settings: type) -> set[str]:
    return {name.upper() for name in settings.model_fields}  # type: ignore[attr-defined]


def in_credentials() -> set[str]:
    texts = [file.read_text() for file in (ROOT / "n8n" / "credentials.example").glob("*.json")]
    return set(re.findall(r"\$\{([A-Z][A-Z0-9_]*)\}", "".join(texts))) - COMPUTED


def read_by_something() -> set[str]:
    return (
        names(Settings) | names(dev_settings.Settings) | variables() | in_credentials() | set(env_file.GENERATORS)
        | BY_COMPOSE_ITSELF
    )  # fmt: skip


def test_every_variable_that_is_read_is_documented():
    assert read_by_something() - set(DOCUMENTED) == set()


def test_every_documented_variable_is_read():
    assert set(DOCUMENTED) - read_by_something() == set()


def test_no_variable_is_documented_twice():
    assigned = re.findall(r"^#?([A-Z][A-Z0-9_]*)=", TEXT, re.MULTILINE)
    assert len(assigned) == len(set(assigned))


def test_every_variable_has_a_line_that_explains_it():
    lines = TEXT.splitlines()
    for position, line in enumerate(lines):
        if re.match(r"#?[A-Z][A-Z0-9_]*=", line):
            above = lines[position - 1]
            assert above.startswith("# ") or re.match(r"#?[A-Z][A-Z0-9_]*=", above), line


def test_no_value_is_a_secret_and_production_refuses_what_is_there():
    assert set(REQUIRED.values()) == {""}
    values = {name.lower(): value for name, value in REQUIRED.items() if name in names(Settings)}
    with pytest.raises(ValidationError, match="FUNCTIONS_TOKEN, SUPABASE_SERVICE_ROLE_KEY"):
        Settings(_env_file=None, environment="production", **values)  # type: ignore[call-arg]


@pytest.mark.parametrize("name", sorted(names(Settings) & set(DOCUMENTED) - set(REQUIRED)))
def test_a_shown_default_is_the_default(name: str):
    default = Settings.model_fields[name.lower()].default
    if name != "SUPABASE_URL" and default is not None:
        assert DOCUMENTED[name] == str(default)


def test_every_setting_of_the_functions_can_be_changed_in_compose():
    assert names(Settings) <= set(services()["functions"]["environment"])


def test_every_credential_gets_its_values_in_compose():
    assert in_credentials() <= set(services()["import"]["environment"])


def test_compose_refuses_to_start_without_the_secrets():
    demanded = set(re.findall(r"\$\{([A-Z0-9_]+):\?", (ROOT / "docker-compose.yml").read_text()))
    without_docker_only = {"SUPABASE_ANON_KEY", "SUPABASE_SECRET_KEY", "SUPABASE_PUBLISHABLE_KEY"}
    for_people_only = {"N8N_OWNER_PASSWORD"}
    assert demanded == set(REQUIRED) - without_docker_only - for_people_only
    with pytest.raises(ValueError, match="POSTGRES_PASSWORD"):
        interpolate("${POSTGRES_PASSWORD:?}", {})
