"""One-shot job of `docker-compose.yml`: roles, n8n's own database, then `supabase/migrations`. Safe at every start."""

import os
import sys
from pathlib import Path

import psycopg
from psycopg import Connection, sql

from dev import postgres
from dev.errors import DevError
from dev.migrate import migrate
from dev.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PORT = 5432  # of the container whose network this job shares


def main() -> int:
    """Prepares the database and returns the exit code; a foreseeable failure is one line."""
    settings = Settings.model_construct(
        postgres_port=int(os.environ.get("POSTGRES_PORT", PORT)),
        postgres_password=os.environ["POSTGRES_PASSWORD"],
        supabase_dir=ROOT / "supabase",
    )
    try:
        with postgres.connect(settings, postgres.SUPERUSER) as connection:
            set_up_roles(connection)
            create_database_of_n8n(connection)
        applied = migrate(settings)
    except (DevError, psycopg.Error) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"{applied} migration(s) applied\n")
    return 0


def set_up_roles(connection: Connection) -> None:
    """Each part signs in as its own role with its own password."""
    connection.execute(postgres.ROLES.read_bytes())
    if not connection.execute("select from pg_catalog.pg_roles where rolname = 'n8n'").rowcount:
        connection.execute("create role n8n login")
    passwords = {
        "postgres": "POSTGRES_PASSWORD",
        "authenticator": "POSTGREST_DB_PASSWORD",
        "n8n": "N8N_DB_PASSWORD",
    }
    for role, variable in passwords.items():
        statement = sql.SQL("alter role {} password {}")
        connection.execute(statement.format(sql.Identifier(role), os.environ[variable]))
    # n8n's role cannot even connect to the visitors' data
    connection.execute("revoke connect, temporary on database postgres from public")
    connection.execute("grant connect on database postgres to postgres, authenticator")
    connection.commit()


def create_database_of_n8n(connection: Connection) -> None:
    """The queue needs Postgres; the rest of n8n would do without."""
    connection.autocommit = True
    if not connection.execute("select from pg_catalog.pg_database where datname = 'n8n'").rowcount:
        connection.execute("create database n8n owner n8n")
    connection.execute("revoke all on database n8n from public")


if __name__ == "__main__":
    sys.exit(main())
