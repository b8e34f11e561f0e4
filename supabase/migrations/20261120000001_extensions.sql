-- What the other migrations stand on. Hosted Supabase has both already.

create schema if not exists extensions;

create extension if not exists vector with schema extensions;

-- Since 2026-10-30 hosted Supabase grants nothing by default; where an older project still does, stop it here, so that
-- each migration's explicit grants are the whole truth on every installation.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

grant usage on schema public to service_role;
grant usage on schema extensions to service_role;

create or replace function public.ping()
returns boolean
language sql
stable
set search_path = ''
as $$
    select true;
$$;

comment on function public.ping() is 'Says that the database answers; used by the readiness check.';

revoke all on function public.ping() from public;
grant execute on function public.ping() to service_role;
