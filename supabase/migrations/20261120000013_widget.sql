-- What the widget reads and writes besides its questions: the thread, a thumb, an e-mail address.

alter table public.conversations
-- when the visitor was told that she talks with an AI (EU AI Act, article 50)
add column if not exists ai_notice_at timestamptz,
add column if not exists contact_email text;

alter table public.conversations drop constraint if exists conversations_contact_email_form;
alter table public.conversations add constraint conversations_contact_email_form
-- a form check, not proof of existence; longer ones are not deliverable (RFC 5321)
check (length(contact_email) <= 254 and contact_email ~ '^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]{2,}$');

create table if not exists public.feedback (
    turn_id uuid primary key,
    conversation_id uuid not null references public.conversations (id) on delete cascade,
    rating text not null,
    created_at timestamptz not null default now(),
    constraint feedback_known_rating check (rating in ('up', 'down'))
);

comment on table public.feedback is 'A visitor''s thumb on an answer; the last one counts.';

create or replace function public.read_conversation(conversation_id uuid, after_seq bigint default 0)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'status', conversation.status,
        'messages', coalesce((
            select jsonb_agg(jsonb_build_object(
                'seq', message.seq,
                'turn_id', message.turn_id,
                'role', message.role,
                'content', message.content,
                'agent', message.agent,
                'sources', to_jsonb(message.sources),
                'upsell', message.metadata #> '{answer,upsell}',
                'next_action', message.metadata #> '{answer,next_action}',
                'feedback', feedback.rating,
                'created_at', message.created_at
            ) order by message.seq)
            from public.messages as message
            left join public.feedback on feedback.turn_id = message.turn_id and message.role = 'assistant'
            where message.conversation_id = conversation.id
                and message.seq > read_conversation.after_seq
        ), '[]')
    )
    from public.conversations as conversation
    where conversation.id = read_conversation.conversation_id;
$$;

comment on function public.read_conversation(uuid, bigint) is
'The thread as the widget shows it, from a message on; null for an unknown conversation.';

create or replace function public.open_session(conversation_id uuid default null, page_url text default null)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    opened_id uuid := coalesce(open_session.conversation_id, gen_random_uuid());
begin
    insert into public.conversations as known (id, page_url, ai_notice_at)
    values (opened_id, open_session.page_url, now())
    on conflict (id) do update set ai_notice_at = coalesce(known.ai_notice_at, now());
    return jsonb_build_object('conversation_id', opened_id) || public.read_conversation(opened_id);
end;
$$;

comment on function public.open_session(uuid, text) is
'Starts a conversation (without an id) or resumes one, notes that the visitor is told about the AI, and returns the '
'thread.';

create or replace function public.rate_answer(conversation_id uuid, turn_id uuid, rating text)
returns boolean
language sql
set search_path = ''
as $$
    with rated as (
        insert into public.feedback as known (turn_id, conversation_id, rating)
        select message.turn_id, message.conversation_id, rate_answer.rating
        from public.messages as message
        where message.turn_id = rate_answer.turn_id
            and message.conversation_id = rate_answer.conversation_id
            and message.role = 'assistant'
        on conflict on constraint feedback_pkey do update set rating = excluded.rating, created_at = now()
        returning 1
    )

    select exists (select from rated);
$$;

comment on function public.rate_answer(uuid, uuid, text) is
'Stores the thumb of an answer of this conversation; false when there is no such answer.';

create or replace function public.leave_contact(conversation_id uuid, email text)
returns boolean
language sql
set search_path = ''
as $$
    with kept as (
        update public.conversations as conversation
        set contact_email = leave_contact.email, updated_at = now()
        where conversation.id = leave_contact.conversation_id
        returning 1
    )

    select exists (select from kept);
$$;

comment on function public.leave_contact(uuid, text) is
'Keeps the address at which the team may answer; the table refuses what has not the form of one.';

alter table public.feedback enable row level security;
alter table public.feedback force row level security;
revoke all on public.feedback from public, anon, authenticated;
grant select, insert, update, delete on public.feedback to service_role;

revoke all on function
public.read_conversation(uuid, bigint),
public.open_session(uuid, text),
public.rate_answer(uuid, uuid, text),
public.leave_contact(uuid, text)
from public;
grant execute on function
public.read_conversation(uuid, bigint),
public.open_session(uuid, text),
public.rate_answer(uuid, uuid, text),
public.leave_contact(uuid, text)
to service_role;
