-- What the experts' knowledge lacks, as the visitors' questions tell it.

create or replace view public.knowledge_gaps
-- with the caller's rights: a view would otherwise pass the tables' row-level security by
with (security_invoker = true)
as
select
    gap.turn_id,
    gap.conversation_id,
    gap.reasons,
    gap.agent,
    gap.question,
    gap.asked_at
from (
    select
        question.turn_id,
        question.conversation_id,
        answer.agent,
        question.content as question,
        question.created_at as asked_at,
        array_remove(array[
            case
                when
                    answer.agent in ('audrey', 'carole')
                    and cardinality(answer.sources) = 0
                    -- « merci ! » needs no source
                    and answer.metadata #>> '{metrics,intent}' is distinct from 'small_talk'
                    -- the search was down: that says nothing about the knowledge
                    and not coalesce(answer.metadata #> '{answer,degraded}', '[]') ? 'knowledge'
                    then 'no_source'
            end,
            case when feedback.rating = 'down' then 'thumbs_down' end,
            case when handoff.reason = 'out_of_scope' then 'out_of_scope' end
        ], null) as reasons
    from public.messages as question
    left join public.messages as answer
        on question.turn_id = answer.turn_id and answer.role = 'assistant'
    left join public.feedback on question.turn_id = feedback.turn_id
    left join public.handoffs as handoff on question.turn_id = handoff.turn_id
    where question.role = 'user'
) as gap
where cardinality(gap.reasons) > 0;

comment on view public.knowledge_gaps is
'Questions answered without a source, with a thumbs down, or handed over as out of scope; one row per turn.';

create or replace function public.knowledge_gaps(since_days int default 30, max_rows int default 200)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'since_days', knowledge_gaps.since_days,
        'gaps', coalesce(jsonb_agg(jsonb_build_object(
            'turn_id', gap.turn_id,
            'reasons', gap.reasons,
            'agent', gap.agent,
            'question', gap.question,
            'asked_at', gap.asked_at
        ) order by gap.asked_at desc, gap.turn_id), '[]')
    )
    from (
        select known.*
        from public.knowledge_gaps as known
        where known.asked_at >= now() - make_interval(days => knowledge_gaps.since_days)
        order by known.asked_at desc, known.turn_id
        limit knowledge_gaps.max_rows
    ) as gap;
$$;

comment on function public.knowledge_gaps(int, int) is 'The gaps of the last days, newest first, for the team''s page.';

revoke all on public.knowledge_gaps from public, anon, authenticated;
grant select on public.knowledge_gaps to service_role;
revoke all on function public.knowledge_gaps(int, int) from public;
grant execute on function public.knowledge_gaps(int, int) to service_role;
