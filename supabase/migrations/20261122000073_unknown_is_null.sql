-- What a provider did not say of a call is null, not zero: a call at OpenAI has tokens and no price, a cut one neither.

alter table public.llm_calls
alter column prompt_tokens drop not null,
alter column prompt_tokens drop default,
alter column completion_tokens drop not null,
alter column completion_tokens drop default,
alter column cost_usd drop not null,
alter column cost_usd drop default;

comment on column public.llm_calls.prompt_tokens is 'Null where the provider did not say.';
comment on column public.llm_calls.completion_tokens is 'Null where the provider did not say.';
comment on column public.llm_calls.cost_usd is 'US dollars; null where the provider did not say.';

create or replace function public.record_llm_call(call jsonb)
returns void
language sql
set search_path = ''
as $$
    with stored as (
        insert into public.llm_calls (
            turn_id, role, model_asked, model, prompt_tokens, completion_tokens, cost_usd, latency_ms, first_token_ms,
            status, failures
        )
        select
            given.turn_id, given.role, given.model_asked, given.model, given.prompt_tokens, given.completion_tokens,
            given.cost_usd, coalesce(given.latency_ms, 0), given.first_token_ms, given.status,
            coalesce(given.failures, '[]')
        from jsonb_to_record(record_llm_call.call) as given (
            turn_id uuid, role text, model_asked text, model text, prompt_tokens int, completion_tokens int,
            cost_usd numeric, latency_ms int, first_token_ms int, status text, failures jsonb
        )
        returning
            turn_id,
            coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0) as tokens,
            coalesce(cost_usd, 0) as cost_usd
    )
    insert into public.daily_usage as known (day, conversation_id, tokens, cost_usd)
    select public.budget_day(), payer.conversation_id, stored.tokens, stored.cost_usd
    from stored
    cross join lateral (
        select null::uuid as conversation_id
        union all
        select claim.conversation_id from public.turn_claims as claim where claim.turn_id = stored.turn_id
    ) as payer
    where stored.tokens > 0 or stored.cost_usd > 0
    -- always the site's row first: two calls at once never wait for each other in a circle
    order by payer.conversation_id nulls first
    on conflict on constraint daily_usage_once do update set
        tokens = known.tokens + excluded.tokens,
        cost_usd = known.cost_usd + excluded.cost_usd;
$$;

comment on function public.turn_calls(uuid) is
'What the models did in one turn, in one row: tokens and US dollars of all as far as the providers said, null where '
'none did; names and times (ms) of the writer.';
