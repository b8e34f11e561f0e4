-- Folding what is folded changes nothing: a mathematical «𝕊» has no small letter before it is decomposed.

create or replace function public.fold(value text)
returns text
language sql
immutable
strict
parallel safe
set search_path = ''
as $$
    select replace(replace(replace(
        regexp_replace(lower(normalize(lower(value), nfkd)), '[\u0300-\u036f]', '', 'g'),
        'œ', 'oe'), 'æ', 'ae'), '’', '''');
$$;
