-- A hand-off is always of a turn that was claimed in the same conversation; a turn opens its hand-off before its claim.

alter table public.turn_claims drop constraint if exists turn_claims_in_one_conversation cascade;
alter table public.turn_claims
add constraint turn_claims_in_one_conversation unique (turn_id, conversation_id);

alter table public.handoffs drop constraint if exists handoffs_of_a_turn;
alter table public.handoffs
add constraint handoffs_of_a_turn foreign key (turn_id, conversation_id)
references public.turn_claims (turn_id, conversation_id) on delete cascade
deferrable initially deferred
-- rows from before are not looked at
not valid;
