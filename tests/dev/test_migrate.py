"""Migrations are named, ordered and split as the Supabase CLI does."""

from pathlib import Path

import pytest

from dev.errors import DevError
from dev.migrate import Migration, line_of, read_folder, statements
from dev.settings import ROOT

BODY = """-- what it does
create table a (b int);

create function f() returns int language plpgsql set search_path = '' as $$ begin perform 1; return 1; end; $$;
create function g() returns int language sql begin atomic select 1; select 2; end;
insert into a values (1); -- the end;
"""


def test_files_are_read_in_the_order_of_their_versions(tmp_path: Path) -> None:
    for name in ("20260102000000_second", "20260101000000_first"):
        (tmp_path / f"{name}.sql").write_text("select 1;")
    assert [(one.version, one.name) for one in read_folder(tmp_path)] == [
        ("20260101000000", "first"),
        ("20260102000000", "second"),
    ]


def test_a_file_without_a_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tables.sql").write_text("select 1;")
    with pytest.raises(DevError, match=r"tables\.sql: a migration is named <14 digits>_<name>\.sql"):
        read_folder(tmp_path)


def test_one_version_twice_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"20260101000000_{name}.sql").write_text("select 1;")
    with pytest.raises(DevError, match="two migrations have the version 20260101000000"):
        read_folder(tmp_path)


def test_function_bodies_are_not_cut() -> None:
    found = statements(Migration("20260101000000", "x", BODY))
    assert [one.split("(")[0].split("\n")[-1] for one in found] == [
        "create table a ",
        "create function f",
        "create function g",
        "insert into a values ",
    ]
    assert found[2].endswith("end")


def test_invalid_sql_names_the_file() -> None:
    with pytest.raises(DevError, match=r"20260101000000_x\.sql is not valid SQL"):
        statements(Migration("20260101000000", "x", "create tabel a;"))


def test_an_error_s_position_becomes_a_line() -> None:
    assert line_of("a\nb\nc", "5") == ", line 3"
    assert line_of("a", None) == ""


def test_every_committed_migration_can_be_read_and_split() -> None:
    for migration in read_folder(ROOT / "supabase" / "migrations"):
        assert statements(migration), migration.file
