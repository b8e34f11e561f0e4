-- A question whose worker died is answered even if its visitor has left: nobody else would ask again.

create or replace function public.take_interrupted_turns(
    after_seconds int default 45, max_turns int default 10, max_attempts int default 3
)
returns table (turn_id uuid, conversation_id uuid, message text)
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
    claim public.turn_claims;
begin
    for claim in
        select known.* from public.turn_claims as known
        where known.answered_at is null
            and known.claimed_at < now() - make_interval(secs => take_interrupted_turns.after_seconds)
        order by known.claimed_at
        limit take_interrupted_turns.max_turns
        for update skip locked
    loop
        if claim.attempts >= take_interrupted_turns.max_attempts then
            -- what stopped three workers may stop the fourth: a person reads it
            perform public.open_handoff(
                claim.conversation_id, claim.turn_id, 'interrupted', 'La réponse n’a pas pu être écrite.'
            );
        end if;
        update public.turn_claims as known
        set lease_expires_at = now(),
            answered_at = case
                when exists (
                    select from public.conversations as conversation
                    where conversation.id = claim.conversation_id and conversation.status = 'human'
                ) then now()
            end
        where known.turn_id = claim.turn_id;

        return query
        select asked.turn_id, asked.conversation_id, asked.content
        from public.messages as asked
        inner join public.turn_claims as known on asked.turn_id = known.turn_id
        where asked.turn_id = claim.turn_id
            and asked.role = 'user'
            and known.answered_at is null;
    end loop;
end;
$$;

comment on function public.take_interrupted_turns(int, int, int) is
'Questions claimed after_seconds ago (longer than a turn takes) and not answered: their lease is ended, so that '
'posting them again answers them. After max_attempts, or once the team has the conversation, the team has them.';

revoke all on function public.take_interrupted_turns(int, int, int) from public;
grant execute on function public.take_interrupted_turns(int, int, int) to service_role;
