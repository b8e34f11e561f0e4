-- A list comes whole, however long it is; what nobody told of a call is estimated for the budget; gaps are real gaps.

drop function if exists public.missing_embeddings(text[], text);

-- one value instead of rows: hosted Supabase ends a list of rows after the first 1,000
create or replace function public.missing_embeddings(content_hashes text[], embedding_model text)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(distinct wanted.content_hash), '[]')
    from unnest(missing_embeddings.content_hashes) as wanted (content_hash)
    where not exists (
        select from public.document_chunks as chunk
        where chunk.content_hash = wanted.content_hash
            and chunk.embedding_model = missing_embeddings.embedding_model
    )
    and not exists (
        select from public.pending_embeddings as pending
        where pending.content_hash = wanted.content_hash
            and pending.embedding_model = missing_embeddings.embedding_model
    );
$$;

comment on function public.missing_embeddings(text[], text) is
'The texts (by hash) that no stored vector covers yet, as one array.';

drop function if exists public.list_documents();

create or replace function public.list_documents()
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(
        jsonb_agg(
            jsonb_build_object(
                'document_id', document.id,
                'filename', document.filename,
                'title', document.title,
                'agent_owner', document.agent_owner,
                'tags', to_jsonb(document.tags),
                'category', document.category,
                'priority', document.priority,
                'chunks', (
                    select count(*) from public.document_chunks as chunk where chunk.document_id = document.id
                )
            )
            order by document.agent_owner, document.filename
        ),
        '[]'
    )
    from public.documents as document;
$$;

comment on function public.list_documents() is
'Every document with its number of passages, by owner and name, as one array.';

-- waits for a long document that is being saved, as save_document does
alter function public.remove_document(text) set statement_timeout = '60s';
alter function public.remove_document(text) set lock_timeout = '60s';

create or replace function public.record_llm_call(call jsonb)
returns void
language sql
set search_path = ''
as $$
    with given as (
        select told.*
        from jsonb_to_record(record_llm_call.call) as told (
            turn_id uuid, role text, model_asked text, model text, prompt_tokens int, completion_tokens int,
            cost_usd numeric, latency_ms int, first_token_ms int, status text, failures jsonb, estimated_tokens int
        )
    ),

    stored as (
        insert into public.llm_calls (
            turn_id, role, model_asked, model, prompt_tokens, completion_tokens, cost_usd, latency_ms, first_token_ms,
            status, failures
        )
        select
            given.turn_id, given.role, given.model_asked, given.model, given.prompt_tokens, given.completion_tokens,
            given.cost_usd, coalesce(given.latency_ms, 0), given.first_token_ms, given.status,
            coalesce(given.failures, '[]')
        from given
        returning id
    ),

    spent as (
        select
            given.turn_id,
            coalesce(given.prompt_tokens, 0) + coalesce(given.completion_tokens, 0)
            + coalesce(given.estimated_tokens, 0) as tokens,
            coalesce(given.cost_usd, 0) as cost_usd
        from given
        cross join stored
    )

    insert into public.daily_usage as known (day, conversation_id, tokens, cost_usd)
    select public.budget_day(), payer.conversation_id, spent.tokens, spent.cost_usd
    from spent
    cross join lateral (
        select null::uuid as conversation_id
        union all
        select claim.conversation_id from public.turn_claims as claim where claim.turn_id = spent.turn_id
    ) as payer
    where spent.tokens > 0 or spent.cost_usd > 0
    -- always the site's row first: two calls at once never wait for each other in a circle
    order by payer.conversation_id nulls first
    on conflict on constraint daily_usage_once do update set
        tokens = known.tokens + excluded.tokens,
        cost_usd = known.cost_usd + excluded.cost_usd;
$$;

comment on function public.record_llm_call(jsonb) is
'Stores one call of a model, with null for what its provider did not say, and counts it in the day''s budgets; '
'estimated_tokens count there for calls whose tokens nobody told.';

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
                    -- « merci ! » and « tu es une IA ? » need no source
                    and coalesce(answer.metadata #>> '{metrics,intent}', '') not in ('small_talk', 'ai_question')
                    -- the search, its judge or who tells of it was down: that says nothing about the knowledge
                    and not coalesce(answer.metadata #> '{answer,degraded}', '[]')
                    ?| array['knowledge', 'rerank', 'postprocess']
                    -- an apology names none of those that were found
                    and jsonb_array_length(coalesce(answer.metadata #> '{metrics,reranked}', '[]')) = 0
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

revoke all on function public.missing_embeddings(text[], text), public.list_documents() from public;
grant execute on function public.missing_embeddings(text[], text), public.list_documents() to service_role;
