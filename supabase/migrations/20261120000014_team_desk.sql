-- The team's side of a hand-off: who waits, what was said, a reply, and giving the conversation back.

alter table public.handoffs
-- known only to the team's page: a form of another site cannot act in a colleague's name
add column if not exists desk_key uuid not null default gen_random_uuid();

create or replace function public.team_desk(conversation_id uuid default null)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', coalesce((
            select jsonb_agg(jsonb_build_object(
                'conversation_id', handoff.conversation_id,
                'reason', handoff.reason,
                'summary', handoff.summary,
                'status', handoff.status,
                'contact_email', conversation.contact_email,
                'last_message', (
                    select message.content from public.messages as message
                    where message.conversation_id = handoff.conversation_id and message.role = 'user'
                    order by message.seq desc
                    limit 1
                ),
                'created_at', handoff.created_at
            ) order by handoff.status desc, handoff.created_at)
            from public.handoffs as handoff
            inner join public.conversations as conversation on conversation.id = handoff.conversation_id
            where handoff.status <> 'closed'
        ), '[]'),
        'open', (
            select jsonb_build_object(
                'conversation_id', handoff.conversation_id,
                'desk_key', handoff.desk_key,
                'reason', handoff.reason,
                'summary', handoff.summary,
                'contact_email', conversation.contact_email,
                'page_url', conversation.page_url,
                'thread', public.read_conversation(handoff.conversation_id)
            )
            from public.handoffs as handoff
            inner join public.conversations as conversation on conversation.id = handoff.conversation_id
            where handoff.conversation_id = team_desk.conversation_id
            order by handoff.created_at desc
            limit 1
        )
    );
$$;

comment on function public.team_desk(uuid) is
'What the team''s page shows: open hand-offs, and one conversation whole.';

create or replace function public.team_act(desk_key uuid, action text, reply text default null)
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
        insert into public.messages (conversation_id, role, content)
        values (handoff.conversation_id, 'team', team_act.reply);
        update public.handoffs as known set status = 'taken', updated_at = now() where known.id = handoff.id;
    elsif team_act.action in ('give_back', 'close') then
        update public.handoffs as known set status = 'closed', updated_at = now()
        where known.conversation_id = handoff.conversation_id;
        update public.conversations as conversation
        set status = case team_act.action when 'close' then 'closed' else 'bot' end, updated_at = now()
        where conversation.id = handoff.conversation_id;
    else
        return jsonb_build_object('done', false, 'conversation_id', handoff.conversation_id);
    end if;
    return jsonb_build_object('done', true, 'conversation_id', handoff.conversation_id);
end;
$$;

comment on function public.team_act(uuid, text, text) is
'One act of the team on a hand-off: reply, give_back (the bot answers again) or close.';

revoke all on function public.team_desk(uuid), public.team_act(uuid, text, text) from public;
grant execute on function public.team_desk(uuid), public.team_act(uuid, text, text) to service_role;
