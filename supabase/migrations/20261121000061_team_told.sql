-- The team hears of every hand-off at least once: of an answer's, a used up budget's, an unfinished turn's.

alter table public.handoffs
-- what was there before this migration has been told
add column if not exists told_at timestamptz default now(),
add column if not exists being_told_until timestamptz;
alter table public.handoffs alter column told_at drop default;

comment on column public.handoffs.told_at is
'When the team was told by e-mail or Slack (or would have been: both may be off); null: not yet.';
comment on column public.handoffs.being_told_until is
'Until then somebody is telling the team; afterwards somebody else may.';

create index if not exists handoffs_untold on public.handoffs (created_at)
where told_at is null and status = 'waiting';

create or replace function public.take_untold_handoffs(max_handoffs int default 10, lease_seconds int default 120)
returns table (id uuid, conversation_id uuid, reason text, summary text, link text)
language sql
set search_path = ''
as $$
    with untold as materialized (
        select waiting.id
        from public.handoffs as waiting
        where waiting.told_at is null
            -- one that is taken already has been seen on the team's page
            and waiting.status = 'waiting'
            and (waiting.being_told_until is null or waiting.being_told_until < now())
        order by waiting.created_at
        limit take_untold_handoffs.max_handoffs
        for update skip locked
    )
    update public.handoffs as known
    set being_told_until = now() + make_interval(secs => take_untold_handoffs.lease_seconds)
    from untold
    where known.id = untold.id
    returning known.id, known.conversation_id, known.reason, known.summary, known.link;
$$;

comment on function public.take_untold_handoffs(int, int) is
'Hand-offs that wait and that the team has not been told of, oldest first in line; each is given to one caller for '
'lease_seconds, and again afterwards unless mark_handoff_told was called.';

create or replace function public.mark_handoff_told(handoff_id uuid)
returns void
language sql
set search_path = ''
as $$
    update public.handoffs as known set told_at = now()
    where known.id = mark_handoff_told.handoff_id and known.told_at is null;
$$;

comment on function public.mark_handoff_told(uuid) is
'The team was told of this hand-off; nobody has to tell it again.';

revoke all on function public.take_untold_handoffs(int, int) from public;
revoke all on function public.mark_handoff_told(uuid) from public;
grant execute on function public.take_untold_handoffs(int, int) to service_role;
grant execute on function public.mark_handoff_told(uuid) to service_role;
