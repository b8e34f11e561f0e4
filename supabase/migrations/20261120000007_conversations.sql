-- Who said what: conversations, their messages, and the claim that makes a turn happen once.

create table if not exists public.conversations (
    id uuid primary key,
    status text not null default 'bot',
    page_url text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint conversations_known_status check (status in ('bot', 'human', 'closed'))
);

comment on table public.conversations is
'One visitor''s thread; human means that the team answers and the bot is silent.';

create table if not exists public.messages (
    id uuid primary key default gen_random_uuid(),
    -- order of arrival: two messages of one transaction share their created_at
    seq bigint not null generated always as identity,
    conversation_id uuid not null references public.conversations (id) on delete cascade,
    turn_id uuid,
    role text not null,
    content text not null,
    agent text,
    confidence float,
    sources text[] not null default '{}',
    metadata jsonb not null default '{}',
    created_at timestamptz not null default now(),
    constraint messages_known_role check (role in ('user', 'assistant', 'team', 'notice')),
    constraint messages_known_agent check (agent in ('audrey', 'carole', 'escalate')),
    constraint messages_confidence_range check (confidence between 0 and 1)
);

comment on table public.messages is 'What was said, byte for byte; an assistant''s metadata holds the turn''s figures.';

-- one question and one answer per turn, however often it is posted
create unique index if not exists messages_turn_role on public.messages (turn_id, role)
where role in ('user', 'assistant');
create index if not exists messages_conversation on public.messages (conversation_id, seq);

create table if not exists public.turn_claims (
    turn_id uuid primary key,
    conversation_id uuid not null references public.conversations (id) on delete cascade,
    -- n8n's execution: the same one asking again (a retried request) still holds its claim
    worker text not null,
    attempts int not null default 1,
    claimed_at timestamptz not null default now(),
    -- after it, an unanswered turn may be answered by whoever asks again: the first worker is gone
    lease_expires_at timestamptz not null,
    answered_at timestamptz
);

comment on table public.turn_claims is 'The right to answer a turn, given to one worker at a time.';

create index if not exists turn_claims_unanswered on public.turn_claims (lease_expires_at) where answered_at is null;

alter table public.conversations enable row level security;
alter table public.conversations force row level security;
alter table public.messages enable row level security;
alter table public.messages force row level security;
alter table public.turn_claims enable row level security;
alter table public.turn_claims force row level security;

revoke all on public.conversations, public.messages, public.turn_claims from public, anon, authenticated;
grant select, insert, update, delete on public.conversations, public.messages, public.turn_claims to service_role;
