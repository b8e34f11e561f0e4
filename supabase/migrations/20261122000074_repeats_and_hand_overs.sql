-- What is repeated has its limit too, an address is not used up by one of its visitors, the team has what it took over,
-- and nobody is thanked for what was not kept.

create or replace function public.take_allowance(key text, allowance int, window_seconds int)
returns int
language sql
set search_path = ''
as $$
    insert into public.rate_limits as state (key, window_ends_at, used)
    values (
        take_allowance.key,
        clock_timestamp() + make_interval(secs => take_allowance.window_seconds),
        1
    )
    -- one look at the clock decides of both: a window that ends between two would keep its uses and begin anew
    on conflict on constraint rate_limits_pkey do update set
        used = case
            when state.window_ends_at <= excluded.window_ends_at - make_interval(secs => take_allowance.window_seconds)
                then 1
            else state.used + 1
        end,
        window_ends_at = case
            when state.window_ends_at <= excluded.window_ends_at - make_interval(secs => take_allowance.window_seconds)
                then excluded.window_ends_at
            else state.window_ends_at
        end
    returning case
        when state.used <= take_allowance.allowance then 0
        else greatest(1, ceil(extract(epoch from state.window_ends_at - clock_timestamp())))::int
    end;
$$;

drop function if exists public.reopen_turn(public.turn_claims, uuid, text, int, int);

create or replace function public.reopen_turn(
    claim public.turn_claims, conversation_id uuid, message text, worker text, lease_seconds int, history_messages int
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
    if exists (
        select from public.messages as asked
        where asked.turn_id = claim.turn_id and asked.role = 'user' and asked.content <> reopen_turn.message
    ) then
        -- the answer to this text would be stored under the other
        return jsonb_build_object('outcome', 'conflict');
    end if;
    if exists (
        select from public.conversations as known where known.id = claim.conversation_id and known.status = 'human'
    ) then
        -- the team took over while nobody answered
        update public.turn_claims as known set answered_at = now() where known.turn_id = claim.turn_id;
        return jsonb_build_object('outcome', 'human');
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

comment on function public.reopen_turn(public.turn_claims, uuid, text, text, int, int) is
'What to do with a turn that was posted before: give its answer, wait for it, leave it to the team, or answer it after '
'a lost worker; conflict for another conversation''s, or for another message to be answered.';

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
    history_messages int default 10,
    conversation_daily_tokens bigint default null,
    conversation_daily_usd numeric default null,
    site_daily_tokens bigint default null,
    site_daily_usd numeric default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    claim public.turn_claims;
    wait_seconds int;
    used_up text;
    conversation_status text;
begin
    -- the same turn posted many times at once is opened by one and seen by the others
    perform pg_advisory_xact_lock(hashtextextended(open_turn.turn_id::text, 0));

    select known.* into claim from public.turn_claims as known where known.turn_id = open_turn.turn_id;
    if found then
        -- a repetition is free, but each of them holds a flow until the answer is there
        wait_seconds := public.take_allowance('again:' || open_turn.conversation_id, 60, open_turn.window_seconds);
        if wait_seconds > 0 then
            return jsonb_build_object('outcome', 'rate_limited', 'retry_after', wait_seconds);
        end if;
        return public.reopen_turn(
            claim, open_turn.conversation_id, open_turn.message, open_turn.worker, open_turn.lease_seconds,
            open_turn.history_messages
        );
    end if;

    wait_seconds := public.take_allowance(
        'visitor:' || open_turn.conversation_id, open_turn.visitor_limit, open_turn.window_seconds
    );
    -- what her own limit refuses takes nothing from those who share her address
    if wait_seconds = 0 and open_turn.visitor_ip is not null then
        wait_seconds := public.take_allowance(
            'ip:' || encode(sha256(convert_to(open_turn.visitor_ip, 'UTF8')), 'hex'),
            open_turn.ip_limit, open_turn.window_seconds
        );
    end if;
    if wait_seconds > 0 then
        return jsonb_build_object('outcome', 'rate_limited', 'retry_after', wait_seconds);
    end if;

    select known.status into conversation_status
    from public.conversations as known where known.id = open_turn.conversation_id;
    -- what a person answers costs nothing
    if conversation_status is distinct from 'human' then
        used_up := public.budget_used_up(
            open_turn.conversation_id, open_turn.conversation_daily_tokens, open_turn.conversation_daily_usd,
            open_turn.site_daily_tokens, open_turn.site_daily_usd
        );
    end if;
    if used_up = 'site' then
        return jsonb_build_object('outcome', 'budget_used_up', 'retry_after', public.seconds_to_next_budget());
    end if;

    insert into public.conversations as known (id, page_url)
    values (open_turn.conversation_id, open_turn.page_url)
    on conflict (id) do update set
        status = case known.status when 'closed' then 'bot' else known.status end,
        updated_at = now()
    returning known.status into conversation_status;

    if used_up = 'conversation' then
        conversation_status := 'human';
        perform public.open_handoff(
            open_turn.conversation_id, open_turn.turn_id, 'budget',
            'La conversation a atteint son budget du jour : la suite est pour l’équipe.'
        );
    end if;

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

create or replace function public.rate_answer(conversation_id uuid, turn_id uuid, rating text)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    insert into public.feedback as known (turn_id, conversation_id, rating)
    select message.turn_id, message.conversation_id, rate_answer.rating
    from public.messages as message
    where message.turn_id = rate_answer.turn_id
        and message.conversation_id = rate_answer.conversation_id
        and message.role = 'assistant'
    on conflict on constraint feedback_pkey do update set rating = excluded.rating, created_at = now();
    if not found then
        -- PostgREST answers PT404 with the status 404
        raise exception 'no such answer' using errcode = 'PT404';
    end if;
    return true;
end;
$$;

comment on function public.rate_answer(uuid, uuid, text) is
'Stores the thumb of an answer of this conversation; raises PT404 when there is no such answer.';

create or replace function public.leave_contact(conversation_id uuid, email text)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    update public.conversations as conversation
    set contact_email = leave_contact.email, updated_at = now()
    where conversation.id = leave_contact.conversation_id;
    if not found then
        raise exception 'no such conversation' using errcode = 'PT404';
    end if;
    return true;
end;
$$;

comment on function public.leave_contact(uuid, text) is
'Keeps the address at which the team may answer; the table refuses what has not the form of one. Raises PT404 for an '
'unknown conversation.';

create or replace function public.team_act(
    desk_key uuid, action text, reply text default null, notice text default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    handoff public.handoffs;
begin
    select known.* into handoff from public.handoffs as known where known.desk_key = team_act.desk_key for update;
    if not found or handoff.status = 'closed' then
        return jsonb_build_object('done', false);
    end if;
    if team_act.action = 'reply' and nullif(trim(team_act.reply), '') is not null then
        -- two clicks on one button, or the page sent again, are one reply
        insert into public.messages (conversation_id, role, content)
        select handoff.conversation_id, 'team', team_act.reply
        where not exists (
            select from (
                select said.role, said.content, said.created_at
                from public.messages as said
                where said.conversation_id = handoff.conversation_id
                order by said.seq desc
                limit 1
            ) as newest
            where newest.role = 'team'
                and newest.content = team_act.reply
                and newest.created_at > now() - interval '2 minutes'
        );
        update public.handoffs as known set status = 'taken', updated_at = now() where known.id = handoff.id;
    elsif team_act.action in ('give_back', 'close') then
        update public.handoffs as known set status = 'closed', updated_at = now()
        where known.conversation_id = handoff.conversation_id;
        update public.conversations as conversation
        set status = case team_act.action when 'close' then 'closed' else 'bot' end, updated_at = now()
        where conversation.id = handoff.conversation_id;
        insert into public.messages (conversation_id, role, content)
        select handoff.conversation_id, 'notice', team_act.notice
        where nullif(trim(team_act.notice), '') is not null;
    else
        return jsonb_build_object('done', false, 'conversation_id', handoff.conversation_id);
    end if;
    return jsonb_build_object('done', true, 'conversation_id', handoff.conversation_id);
end;
$$;

revoke all on function public.reopen_turn(public.turn_claims, uuid, text, text, int, int) from public;
grant execute on function public.reopen_turn(public.turn_claims, uuid, text, text, int, int) to service_role;
