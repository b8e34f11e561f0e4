-- The visitor reads in her thread that a colleague gave the conversation back or ended it.

drop function if exists public.team_act(uuid, text, text);

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
        insert into public.messages (conversation_id, role, content)
        values (handoff.conversation_id, 'team', team_act.reply);
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

comment on function public.team_act(uuid, text, text, text) is
'One act of the team on a hand-off: reply, give_back (the bot answers again) or close; the notice, if any, tells the '
'visitor of the last two in her thread.';

revoke all on function public.team_act(uuid, text, text, text) from public;
grant execute on function public.team_act(uuid, text, text, text) to service_role;
