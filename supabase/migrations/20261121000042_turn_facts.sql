-- The facts of a turn, the same in the log line, which asks for the models' share, and in the view `turns`.

create or replace function public.turn_calls(turn_id uuid)
returns table (
    models jsonb,
    prompt_tokens int,
    completion_tokens int,
    cost_usd numeric,
    model_asked text,
    model_answered text,
    first_token_ms int,
    writer_ms int,
    writer_replaced boolean
)
language sql
stable
set search_path = ''
as $$
    select
        jsonb_agg(jsonb_build_object('role', call.role, 'asked', call.model_asked, 'answered', call.model)),
        sum(call.prompt_tokens)::int,
        sum(call.completion_tokens)::int,
        sum(call.cost_usd),
        max(call.model_asked) filter (where call.role = 'writer'),
        max(call.model) filter (where call.role = 'writer'),
        min(call.first_token_ms) filter (where call.role = 'writer'),
        (sum(call.latency_ms) filter (where call.role = 'writer'))::int,
        public.degraded_parts(turn_calls.turn_id, '{}') ? 'writer'
    from public.llm_calls as call
    where call.turn_id = turn_calls.turn_id;
$$;

comment on function public.turn_calls(uuid) is
'What the models did in one turn, in one row: tokens and US dollars of all, names and times (ms) of the writer.';

create or replace view public.turns
with (security_invoker = true)
as
select
    asked.turn_id,
    asked.conversation_id,
    asked.created_at as asked_at,
    answered.created_at as answered_at,
    length(asked.content) as message_length,
    length(answered.content) as response_length,
    answered.agent,
    answered.confidence,
    answered.metadata #>> '{metrics,decided_by}' as decided_by,
    answered.metadata #>> '{metrics,intent}' as intent,
    (answered.metadata #>> '{metrics,chunks_found}')::int as chunks_found,
    answered.sources,
    (answered.metadata #>> '{metrics,total_ms}')::int as total_ms,
    (answered.metadata #>> '{metrics,loop,kind}') as loop_kind,
    (answered.metadata #>> '{metrics,frustrated}')::boolean as frustrated,
    answered.metadata #>> '{answer,sentiment}' as sentiment,
    answered.metadata #>> '{answer,upsell,offer}' as offer,
    answered.metadata #>> '{answer,next_action}' as next_action,
    answered.metadata #> '{answer,degraded}' as degraded,
    claim.attempts,
    calls.models,
    calls.prompt_tokens,
    calls.completion_tokens,
    calls.cost_usd,
    answered.metadata #>> '{metrics,reasoning}' as reasoning,
    answered.metadata #> '{metrics,reranked}' as reranked,
    calls.model_asked,
    calls.model_answered,
    (answered.metadata #>> '{metrics,timings,router_ms}')::float as router_ms,
    (answered.metadata #>> '{metrics,timings,embed_ms}')::float as embed_ms,
    (answered.metadata #>> '{metrics,timings,search_ms}')::float as search_ms,
    (answered.metadata #>> '{metrics,timings,rerank_ms}')::float as rerank_ms,
    calls.first_token_ms,
    calls.writer_ms,
    (answered.metadata #>> '{metrics,timings,postprocess_ms}')::float as postprocess_ms,
    answered.metadata #>> '{metrics,workflow_version}' as workflow_version
from public.messages as asked
left join public.messages as answered on asked.turn_id = answered.turn_id and answered.role = 'assistant'
left join public.turn_claims as claim on asked.turn_id = claim.turn_id
left join lateral public.turn_calls(asked.turn_id) as calls on true
where asked.role = 'user';

comment on view public.turns is
'One row per turn: who answered, on what ground, how long each stage took, what it cost; no text of the visitor''s.';

revoke all on public.turns from public, anon, authenticated;
grant select on public.turns to service_role;
revoke all on function public.turn_calls(uuid) from public;
grant execute on function public.turn_calls(uuid) to service_role;
