-- One turn, from the visitor's message to the stored answer: claimed once, answered once, told the same to everyone.

create or replace function public.recent_history(conversation_id uuid, before_turn uuid, max_messages int)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(
        jsonb_strip_nulls(jsonb_build_object(
            'role', case recent.role when 'user' then 'user' else 'assistant' end,
            'content', recent.content,
            'agent', nullif(recent.agent, 'escalate')
        )) order by recent.seq
    ), '[]')
    from (
        select message.seq, message.role, message.content, message.agent
        from public.messages as message
        where message.conversation_id = recent_history.conversation_id
            and message.turn_id is distinct from recent_history.before_turn
            and message.role <> 'notice'
        order by message.seq desc
        limit recent_history.max_messages
    ) as recent;
$$;

comment on function public.recent_history(uuid, uuid, int) is 'The last whole messages before a turn, oldest first.';

create or replace function public.offers_made(conversation_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(message.metadata #>> '{answer,upsell,offer}' order by message.seq), '[]')
    from public.messages as message
    where message.conversation_id = offers_made.conversation_id
        and message.metadata #>> '{answer,upsell,offer}' is not null;
$$;

comment on function public.offers_made(uuid) is 'The offers that a conversation has seen, one entry per time.';

create or replace function public.stored_answer(turn_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'response', message.content,
        'agent', message.agent,
        'confidence', message.confidence,
        'sources', to_jsonb(message.sources),
        'conversation_id', message.conversation_id,
        'turn_id', message.turn_id
    ) || (message.metadata -> 'answer')
    from public.messages as message
    where message.turn_id = stored_answer.turn_id
        and message.role = 'assistant';
$$;

comment on function public.stored_answer(uuid) is 'The widget''s answer of a turn as it was given, or null.';

create or replace function public.open_turn(
    turn_id uuid,
    conversation_id uuid,
    message text,
    worker text,
    page_url text default null,
    visitor_ip text default null,
    visitor_limit int default 20,
    ip_limit int default 60,
    window_seconds int default 60,
    lease_seconds int default 60,
    history_messages int default 10
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    claim public.turn_claims;
    wait_seconds int;
    conversation_status text;
begin
    -- the same turn posted many times at once is opened by one and seen by the others
    perform pg_advisory_xact_lock(hashtextextended(open_turn.turn_id::text, 0));

    select known.* into claim from public.turn_claims as known where known.turn_id = open_turn.turn_id;
    if found then
        return public.reopen_turn(
            claim, open_turn.conversation_id, open_turn.worker, open_turn.lease_seconds, open_turn.history_messages
        );
    end if;

    wait_seconds := greatest(
        public.take_allowance('visitor:' || open_turn.conversation_id, open_turn.visitor_limit, open_turn.window_seconds),
        case when open_turn.visitor_ip is null then 0 else public.take_allowance(
            'ip:' || encode(sha256(convert_to(open_turn.visitor_ip, 'UTF8')), 'hex'),
            open_turn.ip_limit, open_turn.window_seconds
        ) end
    );
    if wait_seconds > 0 then
        return jsonb_build_object('outcome', 'rate_limited', 'retry_after', wait_seconds);
    end if;

    insert into public.conversations as known (id, page_url)
    values (open_turn.conversation_id, open_turn.page_url)
    on conflict (id) do update set
        status = case known.status when 'closed' then 'bot' else known.status end,
        updated_at = now()
    returning known.status into conversation_status;

    insert into public.turn_claims (turn_id, conversation_id, worker, lease_expires_at, answered_at)
    values (
        open_turn.turn_id,
        open_turn.conversation_id,
        open_turn.worker,
        now() + make_interval(secs => open_turn.lease_seconds),
        case conversation_status when 'human' then now() end
    );
    insert into public.messages (conversation_id, turn_id, role, content)
    values (open_turn.conversation_id, open_turn.turn_id, 'user', open_turn.message);

    if conversation_status = 'human' then
        return jsonb_build_object('outcome', 'human');
    end if;
    return jsonb_build_object(
        'outcome', 'open',
        'history', public.recent_history(open_turn.conversation_id, open_turn.turn_id, open_turn.history_messages),
        'offers_made', public.offers_made(open_turn.conversation_id)
    );
end;
$$;

comment on function public.open_turn(uuid, uuid, text, text, text, text, int, int, int, int, int) is
'Stores the visitor''s message and claims its turn in one transaction. outcome: open (with history), answered (with '
'answer), in_progress, human (the team answers), rate_limited (with retry_after, seconds) or conflict.';

create or replace function public.reopen_turn(
    claim public.turn_claims, conversation_id uuid, worker text, lease_seconds int, history_messages int
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    answer jsonb := public.stored_answer(claim.turn_id);
begin
    if claim.conversation_id <> reopen_turn.conversation_id then
        return jsonb_build_object('outcome', 'conflict');
    end if;
    if answer is not null then
        return jsonb_build_object('outcome', 'answered', 'answer', answer);
    end if;
    if claim.answered_at is not null then
        return jsonb_build_object('outcome', 'human');
    end if;
    if claim.lease_expires_at > clock_timestamp() and claim.worker <> reopen_turn.worker then
        return jsonb_build_object('outcome', 'in_progress');
    end if;
    update public.turn_claims as known
    set worker = reopen_turn.worker,
        attempts = known.attempts + 1,
        claimed_at = now(),
        lease_expires_at = now() + make_interval(secs => reopen_turn.lease_seconds)
    where known.turn_id = claim.turn_id;
    return jsonb_build_object(
        'outcome', 'open',
        'history', public.recent_history(claim.conversation_id, claim.turn_id, reopen_turn.history_messages),
        'offers_made', public.offers_made(claim.conversation_id)
    );
end;
$$;

comment on function public.reopen_turn(public.turn_claims, uuid, text, int, int) is
'What to do with a turn that was posted before: give its answer, wait for it, or answer it after a lost worker.';

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
        jsonb_build_object('outcome', 'in_progress')
    );
$$;

comment on function public.read_turn(uuid) is 'Whether a turn has its answer yet; for whoever posted it a second time.';

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
begin
    -- where the database was down when the turn was opened, the question is stored with its answer
    insert into public.conversations (id) values (save_turn.conversation_id) on conflict (id) do nothing;
    insert into public.messages (conversation_id, turn_id, role, content)
    values (save_turn.conversation_id, save_turn.turn_id, 'user', save_turn.message)
    on conflict do nothing;

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

    insert into public.turn_claims (turn_id, conversation_id, worker, lease_expires_at, answered_at)
    values (save_turn.turn_id, save_turn.conversation_id, 'save_turn', now(), now())
    on conflict on constraint turn_claims_pkey do update set answered_at = now();

    if save_turn.handoff ->> 'reason' is not null then
        perform public.open_handoff(
            save_turn.conversation_id, save_turn.turn_id,
            save_turn.handoff ->> 'reason', save_turn.handoff ->> 'summary'
        );
    end if;
    return public.stored_answer(save_turn.turn_id);
end;
$$;

comment on function public.save_turn(uuid, uuid, text, jsonb, jsonb, jsonb) is
'Stores the answer of a turn once, hands the conversation over where the answer says so (handoff: reason, summary), '
'and returns the answer that is stored: whoever saves second gets the first''s.';

create or replace function public.degraded_parts(turn_id uuid, answer jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
    -- only the gateway knows that the writer was replaced: n8n's agent node passes the text alone
    select coalesce(jsonb_agg(distinct part.name), '[]')
    from (
        select jsonb_array_elements_text(degraded_parts.answer -> 'degraded') as name
        union all
        select 'writer' from public.llm_calls as call
        where call.turn_id = degraded_parts.turn_id
            and call.role = 'writer'
            and (call.status in ('fallback', 'cut', 'failed') or call.failures <> '[]')
    ) as part;
$$;

comment on function public.degraded_parts(uuid, jsonb) is
'What the answer says was replaced, and the writer if it was.';

revoke all on function
public.recent_history(uuid, uuid, int),
public.offers_made(uuid),
public.stored_answer(uuid),
public.open_turn(uuid, uuid, text, text, text, text, int, int, int, int, int),
public.reopen_turn(public.turn_claims, uuid, text, int, int),
public.read_turn(uuid),
public.save_turn(uuid, uuid, text, jsonb, jsonb, jsonb),
public.degraded_parts(uuid, jsonb)
from public;
grant execute on function
public.recent_history(uuid, uuid, int),
public.offers_made(uuid),
public.stored_answer(uuid),
public.open_turn(uuid, uuid, text, text, text, text, int, int, int, int, int),
public.reopen_turn(public.turn_claims, uuid, text, int, int),
public.read_turn(uuid),
public.save_turn(uuid, uuid, text, jsonb, jsonb, jsonb),
public.degraded_parts(uuid, jsonb)
to service_role;
