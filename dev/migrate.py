"""Applies `supabase/migrations` and records them as the Supabase CLI does: `supabase db push` continues there."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pglast
import psycopg

from dev import postgres
from dev.errors import DevError
from dev.settings import Settings

FILE_NAME = re.compile(r"^(\d{14})_(.*)\.sql$")
HISTORY = """
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
    alter table supabase_migrations.schema_migrations add column if not exists statements text[];
    alter table supabase_migrations.schema_migrations add column if not exists name text;
    create table if not exists supabase_migrations.seed_files (path text not null primary key, hash text not null);
"""
SEED_PATH = "supabase/seed.sql"
# An empty hash marks a seed that a fresh database still needs, even when this run is interrupted.
SEED_IS_DUE = "insert into supabase_migrations.seed_files (path, hash) values (%s, '') on conflict (path) do nothing"
SEED_IS_DONE = "update supabase_migrations.seed_files set hash = %s where path = %s"


@dataclass(frozen=True)
class Migration:
    """One file of `supabase/migrations`."""

    version: str
    name: str
    text: str

    @property
    def file(self) -> str:
        return f"{self.version}_{self.name}.sql"


def migrate(settings: Settings) -> int:
    """Applies what is missing, each file in one transaction, and returns how many files that were."""
    migrations = read_folder(settings.supabase_dir / "migrations")
    with postgres.connect(settings) as connection:
        connection.autocommit = True
        connection.execute(HISTORY)
        applied = history(connection)
        if not applied:
            connection.execute(SEED_IS_DUE, (SEED_PATH,))
        warn_of_changes(migrations, applied)
        pending = [one for one in migrations if one.version not in applied]
        for migration in pending:
            apply(connection, migration)
        seed(connection, settings.supabase_dir / "seed.sql")
        if pending:
            connection.execute("notify pgrst, 'reload schema'")
    return len(pending)


def read_folder(folder: Path) -> list[Migration]:
    """Returns the migrations in the order of their versions."""
    found: list[Migration] = []
    for file in sorted(folder.glob("*.sql")):
        match = FILE_NAME.match(file.name)
        if not match:
            raise DevError(f"{file.name}: a migration is named <14 digits>_<name>.sql.")
        found.append(Migration(match[1], match[2], file.read_text(encoding="utf-8")))
    versions = [one.version for one in found]
    if twice := sorted({version for version in versions if versions.count(version) > 1}):
        raise DevError(f"two migrations have the version {twice[0]}: rename one.")
    return found


def history(connection: psycopg.Connection) -> dict[str, list[str]]:
    rows = connection.execute("select version, statements from supabase_migrations.schema_migrations").fetchall()
    return {version: recorded or [] for version, recorded in rows}


def warn_of_changes(migrations: list[Migration], applied: dict[str, list[str]]) -> None:
    for one in migrations:
        if applied.get(one.version) and applied[one.version] != statements(one):
            print(f"{one.file} was changed after it was applied here: write a new migration instead.", flush=True)


def statements(migration: Migration) -> list[str]:
    """Splits the text as the CLI does: no surrounding blanks, no closing semicolon."""
    try:
        return [str(one) for one in pglast.split(migration.text)]
    except pglast.parser.ParseError as error:
        raise DevError(f"{migration.file} is not valid SQL: {error.args[0]}.") from error


def apply(connection: psycopg.Connection, migration: Migration) -> None:
    recorded = statements(migration)
    try:
        connection.execute("reset all")
        with connection.transaction():
            connection.execute(migration.text.encode())
            connection.execute(
                "insert into supabase_migrations.schema_migrations (version, name, statements) values (%s, %s, %s)",
                (migration.version, migration.name, recorded),
            )
    except psycopg.Error as error:
        line = line_of(migration.text, error.diag.statement_position)
        raise DevError(f"{migration.file}{line}: {error.diag.message_primary or error}.") from error


def line_of(text: str, position: str | None) -> str:
    return f", line {text[: int(position)].count(chr(10)) + 1}" if position else ""


def seed(connection: psycopg.Connection, file: Path) -> None:
    """Loads the seed on a database that was fresh, and records it as the CLI does."""
    due = connection.execute("select from supabase_migrations.seed_files where path = %s and hash = ''", (SEED_PATH,))
    if due.rowcount == 0:
        return
    content = file.read_bytes() if file.is_file() else b""
    digest = hashlib.sha256(content).hexdigest()
    try:
        with connection.transaction():
            connection.execute(content or b"select")
            connection.execute(SEED_IS_DONE, (digest, SEED_PATH))
    except psycopg.Error as error:
        raise DevError(f"{file.name}: {error.diag.message_primary or error}.") from error
