-- A flow that failed leaves a trace that holds no visitor's text.

create table if not exists public.incidents (
    id uuid primary key default gen_random_uuid(),
    workflow text not null,
    node text,
    execution_id text,
    error_type text,
    created_at timestamptz not null default now()
);

comment on table public.incidents is 'Failed executions of n8n, by flow and node; written by the flow on-error.';

alter table public.incidents enable row level security;
alter table public.incidents force row level security;
revoke all on public.incidents from public, anon, authenticated;
grant select, insert, update, delete on public.incidents to service_role;
