-- What the models may cost in a day, for one conversation and for the whole site: counted as it is spent.

create table if not exists public.daily_usage (
    day date not null,
    -- null: the whole site
    conversation_id uuid references public.conversations (id) on delete cascade,
    tokens bigint not null default 0,
    cost_usd numeric(14, 6) not null default 0,
    constraint daily_usage_once unique nulls not distinct (conversation_id, day)
)
-- the site's row is written with each call: room for its next versions in the same page
with (fillfactor = 50);

comment on table public.daily_usage is
'Tokens and US dollars of the models per day of the agency (Europe/Paris): one row per conversation, one for the site.';

alter table public.daily_usage enable row level security;
alter table public.daily_usage force row level security;
revoke all on public.daily_usage from public, anon, authenticated;
grant select, insert, update, delete on public.daily_usage to service_role;

create or replace function public.budget_day()
returns date
language sql
stable
set search_path = ''
as $$
    select (now() at time zone 'Europe/Paris')::date;
$$;

comment on function public.budget_day() is 'Today where the agency is: the day that a budget is for.';

create or replace function public.seconds_to_next_budget()
returns int
language sql
stable
set search_path = ''
as $$
    -- through the local midnight: a day of a clock change has 23 or 25 hours
    select ceil(extract(epoch from ((public.budget_day() + 1)::timestamp at time zone 'Europe/Paris') - now()))::int;
$$;

comment on function public.seconds_to_next_budget() is 'Seconds until midnight where the agency is; at least 1.';

create or replace function public.budget_used_up(
    conversation_id uuid, conversation_tokens bigint, conversation_usd numeric, site_tokens bigint, site_usd numeric
)
returns text
language sql
stable
set search_path = ''
as $$
    select case
        when exists (
            select from public.daily_usage as used
            where used.day = public.budget_day()
                and used.conversation_id is null
                and (used.tokens >= budget_used_up.site_tokens or used.cost_usd >= budget_used_up.site_usd)
        ) then 'site'
        when exists (
            select from public.daily_usage as used
            where used.day = public.budget_day()
                and used.conversation_id = budget_used_up.conversation_id
                and (
                    used.tokens >= budget_used_up.conversation_tokens
                    or used.cost_usd >= budget_used_up.conversation_usd
                )
        ) then 'conversation'
    end;
$$;

comment on function public.budget_used_up(uuid, bigint, numeric, bigint, numeric) is
'Whose budget of today is used up: site, conversation or null (neither); a limit that is null does not limit.';

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
            given.turn_id, given.role, given.model_asked, given.model, coalesce(given.prompt_tokens, 0),
            coalesce(given.completion_tokens, 0), coalesce(given.cost_usd, 0), coalesce(given.latency_ms, 0),
            given.first_token_ms, given.status, coalesce(given.failures, '[]')
        from jsonb_to_record(record_llm_call.call) as given (
            turn_id uuid, role text, model_asked text, model text, prompt_tokens int, completion_tokens int,
            cost_usd numeric, latency_ms int, first_token_ms int, status text, failures jsonb
        )
        returning turn_id, prompt_tokens + completion_tokens as tokens, cost_usd
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

comment on function public.record_llm_call(jsonb) is
'Stores one use of a model, and adds it to the day''s usage of its conversation and of the site; the keys are the '
'columns'' names.';

drop function if exists public.open_turn(uuid, uuid, text, text, text, text, int, int, int, int, int);

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

comment on function public.open_turn(
    uuid, uuid, text, text, text, text, int, int, int, int, int, bigint, numeric, bigint, numeric
) is
'Stores the visitor''s message and claims its turn in one transaction. outcome: open (with history), answered (with '
'answer), in_progress, human (the team answers; also where the conversation''s budget of today is used up), '
'rate_limited or budget_used_up (the site''s; both with retry_after, seconds) or conflict.';

revoke all on function
public.budget_day(),
public.seconds_to_next_budget(),
public.budget_used_up(uuid, bigint, numeric, bigint, numeric),
public.record_llm_call(jsonb),
public.open_turn(uuid, uuid, text, text, text, text, int, int, int, int, int, bigint, numeric, bigint, numeric)
from public;
grant execute on function
public.budget_day(),
public.seconds_to_next_budget(),
public.budget_used_up(uuid, bigint, numeric, bigint, numeric),
public.record_llm_call(jsonb),
public.open_turn(uuid, uuid, text, text, text, text, int, int, int, int, int, bigint, numeric, bigint, numeric)
to service_role;
