import psycopg
import pytest

EVERY_TABLE = """
    select relname, relrowsecurity, relforcerowsecurity
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
"""
OWN_FUNCTIONS = """
    select oid::regprocedure::text, proconfig, prosecdef from pg_proc where pronamespace = 'public'::regnamespace
"""


def test_every_table_has_row_level_security_on_and_forced(db):
    rows = db.execute(EVERY_TABLE).fetchall()
    assert len(rows) >= 5
    assert [name for name, on, forced in rows if not (on and forced)] == []


def test_every_function_has_an_empty_search_path(db):
    rows = db.execute(OWN_FUNCTIONS).fetchall()
    assert len(rows) >= 15
    assert [name for name, config, _ in rows if 'search_path=""' not in (config or [])] == []


def test_the_migrations_of_the_knowledge_have_no_function_with_the_rights_of_its_author(db):
    names = ("search", "match_documents", "nearest_passages", "save_document", "count_words", "remove_document")
    rows = db.execute(OWN_FUNCTIONS).fetchall()
    assert [name for name, _, definer in rows if definer and name.startswith(names)] == []


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_strangers_can_do_nothing(db, role):
    rows = db.execute(
        "select relname, privilege from pg_class, unnest(array['select', 'insert', 'update', 'delete']) as privilege "
        "where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') "
        "and has_table_privilege(%s, oid, privilege)",
        (role,),
    ).fetchall()
    functions = db.execute(
        "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace "
        "and has_function_privilege(%s, oid, 'execute')",
        (role,),
    ).fetchall()
    assert (rows, functions) == ([], [])


def test_a_new_table_is_granted_to_nobody(db):
    db.execute("create table public.fresh (id int)")
    rows = db.execute(
        "select role from unnest(array['anon', 'authenticated', 'service_role']) as role "
        "where has_table_privilege(role, 'public.fresh', 'select')"
    ).fetchall()
    assert rows == []


def test_the_service_role_can_ping(db):
    db.execute("set role service_role")
    assert db.execute("select public.ping()").fetchone() == (True,)


def test_anon_cannot_read_documents(db):
    db.execute("set role anon")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("select * from public.documents")
