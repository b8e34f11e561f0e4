"""The job `migrate` on a real server."""

import psycopg
import pytest

from dev import settings as dev_settings
from tests.deploy.compose import ROOT
from tests.deploy.conftest import migrate

MIGRATIONS = len(list((ROOT / "supabase" / "migrations").glob("*.sql")))


def sign_in(database: dev_settings.Settings, user: str, password: str, name: str = "postgres") -> psycopg.Connection:
    address = {"host": "127.0.0.1", "port": database.postgres_port}
    return psycopg.connect(**address, user=user, password=password, dbname=name, connect_timeout=5)  # type: ignore[arg-type]


def test_every_migration_is_applied_and_recorded(migrated: dev_settings.Settings, values: dict[str, str]):
    with sign_in(migrated, "postgres", values["POSTGRES_PASSWORD"]) as connection:
        recorded = connection.execute("select count(*) from supabase_migrations.schema_migrations").fetchone()
    assert recorded == (MIGRATIONS,)


def test_a_second_run_changes_nothing(migrated: dev_settings.Settings, values: dict[str, str]):
    again = migrate(migrated, values)
    assert (again.returncode, again.stdout) == (0, "0 migration(s) applied\n")


def test_n8n_owns_its_database_and_cannot_even_enter_the_other(migrated: dev_settings.Settings, values: dict[str, str]):
    with sign_in(migrated, "n8n", values["N8N_DB_PASSWORD"], "n8n") as connection:
        connection.execute("create table public.proof (id int)")
        connection.execute("drop table public.proof")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        sign_in(migrated, "n8n", values["N8N_DB_PASSWORD"])


def test_postgrest_becomes_the_service_role_but_reads_nothing_itself(
    migrated: dev_settings.Settings, values: dict[str, str]
):
    with sign_in(migrated, "authenticator", values["POSTGREST_DB_PASSWORD"]) as connection:
        connection.execute("set role service_role")
        connection.execute("select count(*) from public.conversations")
        connection.execute("reset role")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select count(*) from public.conversations")


def test_the_parts_do_not_share_a_password(migrated: dev_settings.Settings, values: dict[str, str]):
    for user in ("n8n", "authenticator"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            sign_in(migrated, user, values["POSTGRES_PASSWORD"])


def test_a_new_password_of_a_part_is_set_by_the_next_run(migrated: dev_settings.Settings, values: dict[str, str]):
    try:
        assert migrate(migrated, values, N8N_DB_PASSWORD="another").returncode == 0
        sign_in(migrated, "n8n", "another", "n8n").close()
    finally:
        migrate(migrated, values)


def test_a_wrong_password_is_one_line(database: dev_settings.Settings, values: dict[str, str]):
    refused = migrate(database, values, POSTGRES_PASSWORD="wrong")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: ")
    assert "Traceback" not in refused.stderr
