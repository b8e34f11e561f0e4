-- Every hand-off carries the way to the page on which it is answered.

alter table public.handoffs
add column if not exists link text not null
generated always as ('/webhook/equipe?conversation=' || conversation_id::text) stored;

comment on column public.handoffs.link is
'Path of the conversation on the team''s page; the n8n''s own address goes in front.';
