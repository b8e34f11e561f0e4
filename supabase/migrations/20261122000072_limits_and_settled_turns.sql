-- Who opens session after session is asked to wait, ended windows are forgotten, a long document has its time, and a
-- turn that was settled stays settled.

create or replace function public.forget_ended_windows()
returns void
language sql
set search_path = ''
as $$
    delete from public.rate_limits as ended
    where ended.key in (
        select known.key
        from public.rate_limits as known
        where known.window_ends_at < clock_timestamp() - interval '1 hour'
        limit 1000
        -- a visitor who comes back this very moment is not waited for
        for update skip locked
    );
$$;

comment on function public.forget_ended_windows() is
'Deletes allowances whose window ended an hour ago: the hash of an address is kept no longer than that is needed.';

drop function if exists public.open_session(uuid, text);

create or replace function public.open_session(
    conversation_id uuid default null,
    page_url text default null,
    visitor_ip text default null,
    ip_limit int default null,
    window_seconds int default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    opened_id uuid := coalesce(open_session.conversation_id, gen_random_uuid());
    wait_seconds int := 0;
begin
    if open_session.visitor_ip is not null and open_session.ip_limit is not null then
        wait_seconds := public.take_allowance(
            'ip:' || encode(sha256(convert_to(open_session.visitor_ip, 'UTF8')), 'hex'),
            open_session.ip_limit, coalesce(open_session.window_seconds, 60)
        );
    end if;
    if wait_seconds > 0 then
        -- PostgREST answers PT429 with the status 429; the hint holds the seconds to wait
        raise exception 'too many requests' using errcode = 'PT429', hint = wait_seconds::text;
    end if;
    perform public.forget_ended_windows();

    insert into public.conversations as known (id, page_url, ai_notice_at)
    values (opened_id, open_session.page_url, now())
    on conflict (id) do update set ai_notice_at = coalesce(known.ai_notice_at, now());
    return jsonb_build_object('conversation_id', opened_id) || public.read_conversation(opened_id);
end;
$$;

comment on function public.open_session(uuid, text, text, int, int) is
'Starts a conversation (without an id) or resumes one, notes that the visitor is told about the AI, and returns the '
'thread; counts as one use of the address''s allowance, and raises PT429 when that is used up.';

create or replace function public.read_turn(turn_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(
        (select jsonb_build_object('outcome', 'answered', 'answer', found.answer)
            from public.stored_answer(read_turn.turn_id) as found (answer)
            where found.answer is not null),
        (select jsonb_build_object('outcome', 'human')
            from public.turn_claims as claim
            where claim.turn_id = read_turn.turn_id and claim.answered_at is not null),
        jsonb_build_object('outcome', 'in_progress')
    );
$$;

comment on function public.read_turn(uuid) is
'The stored answer, or human once the turn was given to the team, or in_progress.';

create or replace function public.save_turn(
    turn_id uuid,
    conversation_id uuid,
    message text,
    answer jsonb,
    metrics jsonb default '{}',
    handoff jsonb default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    is_stored boolean;
begin
    -- where the database was down when the turn was opened, the question is stored with its answer
    insert into public.conversations (id) values (save_turn.conversation_id) on conflict (id) do nothing;
    insert into public.messages (conversation_id, turn_id, role, content)
    values (save_turn.conversation_id, save_turn.turn_id, 'user', save_turn.message)
    on conflict do nothing;
    if exists (
        select from public.messages as asked
        where asked.turn_id = save_turn.turn_id and asked.conversation_id <> save_turn.conversation_id
    ) then
        raise exception 'the turn belongs to another conversation' using errcode = 'unique_violation';
    end if;

    insert into public.messages (conversation_id, turn_id, role, content, agent, confidence, sources, metadata)
    values (
        save_turn.conversation_id,
        save_turn.turn_id,
        'assistant',
        save_turn.answer ->> 'response',
        save_turn.answer ->> 'agent',
        (save_turn.answer ->> 'confidence')::float,
        array(select jsonb_array_elements_text(save_turn.answer -> 'sources')),
        jsonb_build_object(
            'answer',
            save_turn.answer - array['response', 'agent', 'confidence', 'sources', 'conversation_id', 'turn_id']
            || jsonb_build_object('degraded', public.degraded_parts(save_turn.turn_id, save_turn.answer)),
            'metrics',
            save_turn.metrics
        )
    )
    on conflict do nothing;
    is_stored := found;

    insert into public.turn_claims (turn_id, conversation_id, worker, lease_expires_at, answered_at)
    values (save_turn.turn_id, save_turn.conversation_id, 'save_turn', now(), now())
    on conflict on constraint turn_claims_pkey do update set answered_at = now();

    -- an answer that came second is not the visitor's: what it asked of the team is not asked either
    if is_stored and save_turn.handoff ->> 'reason' is not null then
        perform public.open_handoff(
            save_turn.conversation_id, save_turn.turn_id,
            save_turn.handoff ->> 'reason', save_turn.handoff ->> 'summary'
        );
    end if;
    return public.stored_answer(save_turn.turn_id);
end;
$$;

comment on function public.save_turn(uuid, uuid, text, jsonb, jsonb, jsonb) is
'Stores the answer of a turn once, and its hand-off with it; returns what is stored, whoever stored it. Raises '
'unique_violation for a turn of another conversation.';

-- PostgREST gives a function's own time to its transaction: a book of passages takes longer than a visitor's question,
-- and waits for the book before it
alter function public.save_document(jsonb, jsonb, text) set statement_timeout = '60s';
alter function public.save_document(jsonb, jsonb, text) set lock_timeout = '60s';

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
                    -- the search was down: that says nothing about the knowledge
                    and not coalesce(answer.metadata #> '{answer,degraded}', '[]') ? 'knowledge'
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

revoke all on function public.forget_ended_windows(), public.open_session(uuid, text, text, int, int) from public;
grant execute on function public.forget_ended_windows(), public.open_session(uuid, text, text, int, int)
to service_role;

comment on column public.handoffs.told_at is
'When a message to the team left, by e-mail or Slack; null: none did yet (both channels may be off).';
