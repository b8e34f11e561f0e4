-- No word is no query: the quotes alone would be a mistake in its syntax.

create or replace function public.word_query(word text)
returns tsquery
language sql
immutable
strict
parallel safe
set search_path = ''
as $$
    select case word_query.word
        when '' then ''::tsquery
        else ('''' || replace(replace(word_query.word, '\', '\\'), '''', '''''') || '''')::tsquery
    end;
$$;
