"""The secrets of an installation with Docker."""

import bcrypt
import jwt

from deploy.fill_env import assignments, filled
from tests.deploy.compose import ROOT

EXAMPLE = (ROOT / ".env.example").read_text().splitlines()


def test_every_secret_of_the_example_gets_a_value_and_nothing_else_changes():
    result = list(filled(EXAMPLE))
    changed = [(before, after) for before, after in zip(EXAMPLE, result, strict=True) if before != after]
    assert changed
    assert all(before.endswith("=") and len(after) > len(before) for before, after in changed)
    assert not [line for line in result if line.endswith("=") and not line.startswith("#")]


def test_a_value_that_is_there_stays():
    assert list(filled(["POSTGRES_PASSWORD=mine"])) == ["POSTGRES_PASSWORD=mine"]


def test_a_second_run_changes_nothing():
    once = list(filled(EXAMPLE))
    assert list(filled(once)) == once


def test_two_installations_share_no_secret():
    first, second = (assignments(filled(EXAMPLE)) for _ in range(2))
    assert {name for name in first if first[name] == second[name]} == {"N8N_OWNER_EMAIL"}


def test_the_service_key_is_signed_with_the_secret_beside_it():
    known = assignments(filled(EXAMPLE))
    claims = jwt.decode(known["SUPABASE_SERVICE_ROLE_KEY"], known["SUPABASE_JWT_SECRET"], algorithms=["HS256"])
    assert claims["role"] == "service_role"


def test_the_hash_belongs_to_the_password_and_compose_takes_it_as_it_is():
    known = assignments(filled(["N8N_OWNER_PASSWORD=un mot de passe", "N8N_OWNER_PASSWORD_HASH="]))
    quoted = known["N8N_OWNER_PASSWORD_HASH"]
    assert quoted[0] == quoted[-1] == "'"
    assert bcrypt.checkpw(b"un mot de passe", quoted.strip("'").encode())
