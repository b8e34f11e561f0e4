-- What hosted Supabase has and a bare Postgres lacks: roles, the schema for extensions, the search path.
-- Nothing is granted by default on new tables, as on hosted projects since 2026-10-30. Safe to run at every start.

do $$
declare
  role_name text;
begin
  foreach role_name in array array['anon', 'authenticated', 'service_role', 'authenticator', 'postgres'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('create role %I', role_name);
    end if;
  end loop;
end
$$;

alter role anon nologin noinherit;
alter role authenticated nologin noinherit;
alter role service_role nologin noinherit bypassrls;
alter role authenticator login noinherit;
alter role postgres login createdb createrole replication bypassrls;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;

alter database postgres owner to postgres;
alter database postgres set search_path to "$user", public, extensions;

create schema if not exists extensions authorization postgres;
create extension if not exists vector with schema extensions;
grant usage on schema extensions, public to postgres, anon, authenticated, service_role;
