-- Each word is looked up by the index: joined to all words at once, a small table was read whole for every question.

create or replace function public.question_words(agent text, question text)
returns table (word text, weight float, found_in bigint, is_affordable boolean)
language sql
stable
set search_path = ''
as $$
    with counted as (
        select
            lexeme.word,
            known.passages as found_in
        from unnest(tsvector_to_array(to_tsvector('pg_catalog.french', public.fold(question_words.question))))
            as lexeme (word)
        cross join lateral (
            select coalesce(sum(owned.passages), 0) as passages
            from public.search_words as owned
            where owned.word = lexeme.word and owned.agent_owner in (question_words.agent, 'shared')
        ) as known
    ),

    base as (
        select coalesce(sum(known.passages), 0) as passages
        from public.search_words as known
        where known.word = '' and known.agent_owner in (question_words.agent, 'shared')
    )

    select
        counted.word,
        -- BM25's idf: Robertson and Zaragoza, 2009
        ln(1 + (base.passages - counted.found_in + 0.5) / (counted.found_in + 0.5)) as weight,
        counted.found_in,
        -- the rarest always, the next ones as long as all find little together: a word of every passage finds nothing
        sum(counted.found_in) over rarest_first <= 600 or row_number() over rarest_first = 1 as is_affordable
    from counted
    cross join base
    where counted.found_in > 0
    window rarest_first as (order by counted.found_in, counted.word);
$$;

comment on function public.question_words(text, text) is
'The words of a question that an expert''s passages hold, with their weight, and whether searching them is affordable.';

create or replace function public.count_words(agent text, words text[])
returns jsonb
language sql
stable
set search_path = ''
as $$
    with counted as (
        select
            given.word,
            known.mine,
            known.theirs
        from unnest(count_words.words) as given (word)
        cross join lateral (
            select
                count(*) as owners,
                coalesce(sum(owned.passages) filter (where owned.agent_owner in (count_words.agent, 'shared')), 0)
                    as mine,
                coalesce(sum(owned.passages) filter (where owned.agent_owner not in (count_words.agent, 'shared')), 0)
                    as theirs
            from public.search_words as owned
            -- every owner by name: the index begins with it
            where owned.agent_owner in ('audrey', 'carole', 'shared')
                and owned.word = case given.word
                    when '' then ''
                    else (tsvector_to_array(to_tsvector('pg_catalog.french', given.word)))[1]
                end
        ) as known
        where known.owners > 0
    )

    select coalesce(jsonb_object_agg(counted.word, jsonb_build_array(counted.mine, counted.theirs)), '{}')
    from counted;
$$;

comment on function public.count_words(text, text[]) is
'In how many passages each word occurs: {word: [what the expert can see, what only the other one can see]}. The empty '
'word counts all passages. Counts only: nothing of the other expert''s text.';
