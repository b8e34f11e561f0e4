-- French full-text search keeps accents, visitors do not: both sides are folded by this one function.

create or replace function public.fold(value text)
returns text
language sql
immutable
strict
parallel safe
set search_path = ''
as $$
    select replace(replace(replace(
        regexp_replace(normalize(lower(value), nfkd), '[\u0300-\u036f]', '', 'g'),
        'œ', 'oe'), 'æ', 'ae'), '’', '''');
$$;

comment on function public.fold(text) is 'Lower case without accents; the SQL twin of functions.shared.text.fold.';

revoke all on function public.fold(text) from public;
grant execute on function public.fold(text) to service_role;
