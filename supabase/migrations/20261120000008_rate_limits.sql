-- Abuse is limited where the turn is opened: one atomic statement per key.

create table if not exists public.rate_limits (
    key text primary key,
    window_ends_at timestamptz not null,
    used int not null,
    constraint rate_limits_positive check (used > 0)
);

comment on table public.rate_limits is
'How much of its allowance a visitor or an address (hashed) has used in its window.';

create or replace function public.take_allowance(key text, allowance int, window_seconds int)
returns int
language sql
set search_path = ''
as $$
    insert into public.rate_limits as state (key, window_ends_at, used)
    values (
        take_allowance.key,
        clock_timestamp() + make_interval(secs => take_allowance.window_seconds),
        1
    )
    on conflict on constraint rate_limits_pkey do update set
        used = case when state.window_ends_at <= clock_timestamp() then 1 else state.used + 1 end,
        window_ends_at = case
            when state.window_ends_at <= clock_timestamp() then excluded.window_ends_at
            else state.window_ends_at
        end
    returning case
        when state.used <= take_allowance.allowance then 0
        else greatest(1, ceil(extract(epoch from state.window_ends_at - clock_timestamp())))::int
    end;
$$;

comment on function public.take_allowance(text, int, int) is
'Counts one use of the key''s allowance per window; returns 0 when it is granted, else the seconds to wait.';

alter table public.rate_limits enable row level security;
alter table public.rate_limits force row level security;
revoke all on public.rate_limits from public, anon, authenticated;
grant select, insert, update, delete on public.rate_limits to service_role;
revoke all on function public.take_allowance(text, int, int) from public;
grant execute on function public.take_allowance(text, int, int) to service_role;
