-- The facts of each turn, out of what is stored: for reports, budgets and alarms. No message text in it.

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
    calls.cost_usd
from public.messages as asked
left join public.messages as answered on asked.turn_id = answered.turn_id and answered.role = 'assistant'
left join public.turn_claims as claim on asked.turn_id = claim.turn_id
left join lateral (
    select
        jsonb_agg(jsonb_build_object('role', call.role, 'asked', call.model_asked, 'answered', call.model)) as models,
        sum(call.prompt_tokens)::int as prompt_tokens,
        sum(call.completion_tokens)::int as completion_tokens,
        sum(call.cost_usd) as cost_usd
    from public.llm_calls as call
    where call.turn_id = asked.turn_id
) as calls on true
where asked.role = 'user';

comment on view public.turns is 'One row per turn: who answered, on what ground, how long it took, what it cost.';

revoke all on public.turns from public, anon, authenticated;
grant select on public.turns to service_role;
