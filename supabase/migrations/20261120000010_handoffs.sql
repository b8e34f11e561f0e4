-- A person takes over: why, what was asked, and where it stands.

create table if not exists public.handoffs (
    id uuid primary key default gen_random_uuid(),
    conversation_id uuid not null references public.conversations (id) on delete cascade,
    turn_id uuid not null,
    reason text not null,
    summary text not null,
    status text not null default 'waiting',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint handoffs_once_per_turn unique (turn_id),
    constraint handoffs_known_status check (status in ('waiting', 'taken', 'closed'))
);

comment on table public.handoffs is 'Conversations that wait for, or are with, a person of the team.';

create index if not exists handoffs_open on public.handoffs (created_at) where status <> 'closed';

create or replace function public.open_handoff(conversation_id uuid, turn_id uuid, reason text, summary text)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
    handoff_id uuid;
begin
    insert into public.handoffs (conversation_id, turn_id, reason, summary)
    values (open_handoff.conversation_id, open_handoff.turn_id, open_handoff.reason, open_handoff.summary)
    on conflict on constraint handoffs_once_per_turn do update set updated_at = now()
    returning id into handoff_id;

    update public.conversations as conversation
    set status = 'human', updated_at = now()
    where conversation.id = open_handoff.conversation_id;
    return handoff_id;
end;
$$;

comment on function public.open_handoff(uuid, uuid, text, text) is
'Hands the conversation to the team, once per turn, and silences the bot; returns the handoff.';

alter table public.handoffs enable row level security;
alter table public.handoffs force row level security;
revoke all on public.handoffs from public, anon, authenticated;
grant select, insert, update, delete on public.handoffs to service_role;
revoke all on function public.open_handoff(uuid, uuid, text, text) from public;
grant execute on function public.open_handoff(uuid, uuid, text, text) to service_role;
