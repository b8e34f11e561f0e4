"""Questions to PostgreSQL's own catalogue; each one returns the offenders, so an empty list is a pass."""

from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

# The list of migrations belongs to the tool that runs them (hosted: the Supabase CLI); the API never shows its schema.
OF_THE_TOOL = "namespace.nspname <> 'supabase_migrations'"
OURS = "namespace.nspname not in ('pg_catalog', 'information_schema') and namespace.nspname !~ '^pg_(toast|temp)'"
NOT_AN_EXTENSION = (
    "not exists (select from pg_depend as part where part.objid = {oid} and part.deptype = 'e' "
    "and part.classid = '{kind}'::regclass)"
)
TABLES = f"""
    from pg_class as class join pg_namespace as namespace on namespace.oid = class.relnamespace
    where {OURS} and {NOT_AN_EXTENSION.format(oid="class.oid", kind="pg_class")}
"""
FUNCTIONS = f"""
    from pg_proc as function join pg_namespace as namespace on namespace.oid = function.pronamespace
    where {OURS} and {NOT_AN_EXTENSION.format(oid="function.oid", kind="pg_proc")}
"""
STRANGERS = "(values ('anon'), ('authenticated')) as stranger (name)"


def names(db: Connection, query: str) -> list[str]:
    return [str(row[0]) for row in db.execute(query).fetchall()]  # type: ignore[call-overload]


def tables(db: Connection) -> list[str]:
    return names(db, f"select class.oid::regclass {TABLES} and class.relkind in ('r', 'p') order by 1")


def relations(db: Connection) -> list[str]:
    return names(db, f"select class.oid::regclass {TABLES} and class.relkind in ('r', 'p', 'v', 'm') order by 1")


def functions(db: Connection) -> list[str]:
    return names(db, f"select function.oid::regprocedure {FUNCTIONS} order by 1")


def tables_without_forced_row_security(db: Connection) -> list[str]:
    unsafe = "not (class.relrowsecurity and class.relforcerowsecurity)"
    return names(
        db, f"select class.oid::regclass {TABLES} and {OF_THE_TOOL} and class.relkind in ('r', 'p') and {unsafe}"
    )


def views_with_their_owner_s_rights(db: Connection) -> list[str]:
    invoker = "coalesce(class.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']"
    return names(db, f"select class.oid::regclass {TABLES} and class.relkind in ('v', 'm') and not {invoker}")


def policies(db: Connection) -> list[str]:
    """Nobody needs one: the service role bypasses them, and the others have nothing to see."""
    return names(db, "select polname from pg_policy")


def relations_open_to_strangers(db: Connection) -> list[str]:
    """Any privilege of anon, authenticated or everybody, on a relation, one of its columns or a sequence."""
    rights = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
    columns = "SELECT, INSERT, UPDATE, REFERENCES"
    has = f"""(
        (class.relkind <> 'S' and has_table_privilege(stranger.name, class.oid, '{rights}'))
        or (class.relkind <> 'S' and has_any_column_privilege(stranger.name, class.oid, '{columns}'))
        or (class.relkind = 'S' and has_sequence_privilege(stranger.name, class.oid, 'USAGE, SELECT, UPDATE'))
    )"""
    kinds = "class.relkind in ('r', 'p', 'v', 'm', 'S', 'f')"
    joined = TABLES.replace("where", f"cross join {STRANGERS} where", 1)
    return names(db, f"select distinct class.oid::regclass {joined} and {kinds} and {has}")


def relations_without_explicit_grants(db: Connection) -> list[str]:
    """The service role needs a grant of its own: hosted Supabase gives none by default."""
    granted = "class.relacl::text like '%service_role=%'"
    kinds = "class.relkind in ('r', 'p', 'v', 'm')"
    return names(db, f"select class.oid::regclass {TABLES} and {OF_THE_TOOL} and {kinds} and ({granted}) is not true")


def functions_without_a_pinned_search_path(db: Connection) -> list[str]:
    pinned = "coalesce(function.proconfig, '{}') @> array['search_path=\"\"']"
    return names(db, f"select function.oid::regprocedure {FUNCTIONS} and not {pinned}")


def functions_with_their_owner_s_rights(db: Connection) -> list[str]:
    return names(db, f"select function.oid::regprocedure {FUNCTIONS} and function.prosecdef")


def functions_open_to_strangers(db: Connection) -> list[str]:
    can = "has_function_privilege(stranger.name, function.oid, 'EXECUTE')"
    joined = FUNCTIONS.replace("where", f"cross join {STRANGERS} where")
    return names(db, f"select distinct function.oid::regprocedure {joined} and {can}")


def functions_open_to_everybody(db: Connection) -> list[str]:
    """An access list that is null is PostgreSQL's default: everybody may execute."""
    granted = "aclexplode(coalesce(function.proacl, acldefault('f', function.proowner)))"
    everybody = f"exists (select from {granted} as acl where acl.grantee = 0)"
    return names(db, f"select function.oid::regprocedure {FUNCTIONS} and {everybody}")


def schemas_where_strangers_create(db: Connection) -> list[str]:
    can = "has_schema_privilege(stranger.name, namespace.oid, 'CREATE')"
    return names(db, f"select namespace.nspname from pg_namespace as namespace cross join {STRANGERS} where {can}")


def without_comment(db: Connection) -> list[str]:
    kinds = "class.relkind in ('r', 'p', 'v') and obj_description(class.oid, 'pg_class') is null"
    silent = f"select class.oid::regclass::text {TABLES} and {OF_THE_TOOL} and {kinds}"
    kinds = "obj_description(function.oid, 'pg_proc') is null"
    return names(db, f"{silent} union all select function.oid::regprocedure::text {FUNCTIONS} and {kinds}")


def strangers_with_powers(db: Connection) -> list[str]:
    powers = "(rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin or rolreplication)"
    return names(db, f"select rolname from pg_roles where rolname in ('anon', 'authenticated') and {powers}")
