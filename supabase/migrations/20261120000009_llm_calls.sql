-- What each call of a language model cost, tied to its turn.

create table if not exists public.llm_calls (
    id uuid primary key default gen_random_uuid(),
    -- no foreign key: a call is recorded even where the turn could not be
    turn_id uuid,
    role text not null,
    model_asked text not null,
    model text,
    prompt_tokens int not null default 0,
    completion_tokens int not null default 0,
    cost_usd numeric(12, 6) not null default 0,
    latency_ms int not null default 0,
    first_token_ms int,
    status text not null,
    failures jsonb not null default '[]',
    created_at timestamptz not null default now(),
    constraint llm_calls_known_role check (role in ('router', 'writer')),
    constraint llm_calls_known_status check (status in ('ok', 'fallback', 'offline', 'cut', 'failed'))
);

comment on table public.llm_calls is
'One row per use of a model: who was asked, who answered, tokens, US dollars, time.';

create index if not exists llm_calls_turn on public.llm_calls (turn_id);
create index if not exists llm_calls_day on public.llm_calls (created_at);

create or replace function public.record_llm_call(call jsonb)
returns void
language sql
set search_path = ''
as $$
    insert into public.llm_calls (
        turn_id, role, model_asked, model, prompt_tokens, completion_tokens, cost_usd, latency_ms, first_token_ms,
        status, failures
    )
    select
        given.turn_id, given.role, given.model_asked, given.model, coalesce(given.prompt_tokens, 0),
        coalesce(given.completion_tokens, 0), coalesce(given.cost_usd, 0), coalesce(given.latency_ms, 0),
        given.first_token_ms, given.status, coalesce(given.failures, '[]')
    from jsonb_to_record(record_llm_call.call) as given (
        turn_id uuid, role text, model_asked text, model text, prompt_tokens int, completion_tokens int,
        cost_usd numeric, latency_ms int, first_token_ms int, status text, failures jsonb
    );
$$;

comment on function public.record_llm_call(jsonb) is 'Stores one use of a model; the keys are the columns'' names.';

alter table public.llm_calls enable row level security;
alter table public.llm_calls force row level security;
revoke all on public.llm_calls from public, anon, authenticated;
grant select, insert, update, delete on public.llm_calls to service_role;
revoke all on function public.record_llm_call(jsonb) from public;
grant execute on function public.record_llm_call(jsonb) to service_role;
