-- What /rag asks: vector and French full-text search of one expert's knowledge, fused, in one round trip.

create table if not exists public.search_words (
    agent_owner text not null,
    word text not null,
    passages int not null,
    primary key (agent_owner, word),
    constraint search_words_known_owner check (agent_owner in ('audrey', 'carole', 'shared'))
)
-- the counts change with every document: leave room for it in the page
with (fillfactor = 70);

comment on table public.search_words is
'How many passages of an owner hold a word, by its lexeme; the empty word counts all of them. Rare words find, common '
'words only cost. Kept by triggers on document_chunks.';

alter table public.search_words enable row level security;
alter table public.search_words force row level security;
revoke all on public.search_words from public, anon, authenticated;
grant select, insert, update, delete on public.search_words to service_role;

create or replace function public.count_search_words()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    -- One order of words for every writer: two ingestions wait for each other instead of locking each other out.
    if tg_op in ('INSERT', 'UPDATE') then
        insert into public.search_words as known (agent_owner, word, passages)
        select chunk.agent_owner, lexeme.word, count(*)
        from new_chunks as chunk
        cross join lateral unnest(tsvector_to_array(chunk.search_text) || '{""}'::text[]) as lexeme (word)
        group by chunk.agent_owner, lexeme.word
        order by chunk.agent_owner, lexeme.word
        on conflict (agent_owner, word) do update set passages = known.passages + excluded.passages;
    end if;
    if tg_op in ('DELETE', 'UPDATE') then
        insert into public.search_words as known (agent_owner, word, passages)
        select chunk.agent_owner, lexeme.word, -count(*)
        from old_chunks as chunk
        cross join lateral unnest(tsvector_to_array(chunk.search_text) || '{""}'::text[]) as lexeme (word)
        group by chunk.agent_owner, lexeme.word
        order by chunk.agent_owner, lexeme.word
        on conflict (agent_owner, word) do update set passages = known.passages + excluded.passages;
    end if;
    return null;
end;
$$;

comment on function public.count_search_words() is 'Keeps search_words true, once per statement.';

create or replace function public.forget_search_words()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    delete from public.search_words;
    return null;
end;
$$;

comment on function public.forget_search_words() is 'Keeps search_words true when document_chunks is truncated.';

create or replace trigger count_words_of_new_chunks
after insert on public.document_chunks
referencing new table as new_chunks
for each statement execute function public.count_search_words();

create or replace trigger count_words_of_changed_chunks
after update on public.document_chunks
referencing old table as old_chunks new table as new_chunks
for each statement execute function public.count_search_words();

create or replace trigger count_words_of_removed_chunks
after delete on public.document_chunks
referencing old table as old_chunks
for each statement execute function public.count_search_words();

create or replace trigger forget_words_of_all_chunks
after truncate on public.document_chunks
for each statement execute function public.forget_search_words();

create or replace function public.question_words(agent text, question text)
returns table (word text, weight float, found_in bigint, is_affordable boolean)
language sql
stable
set search_path = ''
as $$
    with counted as (
        select
            lexeme.word,
            coalesce(sum(known.passages), 0) as found_in
        from unnest(tsvector_to_array(to_tsvector('pg_catalog.french', public.fold(question_words.question))))
            as lexeme (word)
        left join public.search_words as known
            on known.word = lexeme.word and known.agent_owner in (question_words.agent, 'shared')
        group by lexeme.word
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

create or replace function public.word_query(word text)
returns tsquery
language sql
immutable
strict
parallel safe
set search_path = ''
as $$
    select ('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''')::tsquery;
$$;

comment on function public.word_query(text) is 'The text query for one lexeme, taken as it is.';

create or replace function public.passages_with_words(agent text, question text, passages int)
returns table (id uuid, score float)
language sql
stable
set search_path = ''
as $$
    with found as (
        select chunk.id, wanted.weight
        from public.question_words(passages_with_words.agent, passages_with_words.question) as wanted
        cross join lateral (
            (
                select audrey.id
                from public.document_chunks as audrey
                where audrey.agent_owner = 'audrey'
                    and passages_with_words.agent = 'audrey'
                    and audrey.search_text @@ public.word_query(wanted.word)
                limit 600
            )
            union all
            (
                select carole.id
                from public.document_chunks as carole
                where carole.agent_owner = 'carole'
                    and passages_with_words.agent = 'carole'
                    and carole.search_text @@ public.word_query(wanted.word)
                limit 600
            )
            union all
            (
                select shared.id
                from public.document_chunks as shared
                where shared.agent_owner = 'shared'
                    and shared.search_text @@ public.word_query(wanted.word)
                limit 600
            )
        ) as chunk
        where wanted.is_affordable
    )

    select found.id, sum(found.weight) as score
    from found
    group by found.id
    order by score desc, found.id
    limit passages_with_words.passages;
$$;

comment on function public.passages_with_words(text, text, int) is
'Passages of one expert and shared ones that hold words of the question, by the summed weight of those words.';

create or replace function public.search_passages(
    agent text,
    question text,
    query_embedding extensions.vector(1536) default null,
    embedding_model text default null,
    match_threshold float default 0.0,
    match_count int default 20
)
returns table (
    id uuid,
    document_id uuid,
    filename text,
    title text,
    heading_path text,
    page int,
    content text,
    similarity float,
    boost float,
    fused_score float
)
language sql
stable
set search_path = ''
as $$
    with by_meaning as (
        select
            nearest.id,
            nearest.similarity,
            row_number() over (order by nearest.similarity desc, nearest.id) as place
        from public.nearest_passages(
            search_passages.agent,
            search_passages.query_embedding,
            search_passages.embedding_model,
            search_passages.match_count
        ) as nearest
        where nearest.similarity >= search_passages.match_threshold
    ),

    by_words as (
        select
            named.id,
            row_number() over (order by named.score desc, named.id) as place
        from public.passages_with_words(
            search_passages.agent, search_passages.question, search_passages.match_count
        ) as named
    ),

    -- reciprocal rank fusion, k = 60: Cormack, Clarke and Büttcher, SIGIR 2009
    fused as (
        select
            found.id,
            max(found.similarity) as similarity,
            sum(1.0 / (60 + found.place)) as score
        from (
            select by_meaning.id, by_meaning.similarity, by_meaning.place from by_meaning
            union all
            select by_words.id, null::float, by_words.place from by_words
        ) as found
        group by found.id
    )

    select
        chunk.id,
        chunk.document_id,
        document.filename,
        document.title,
        chunk.heading_path,
        chunk.page,
        chunk.content,
        coalesce(fused.similarity, case
            when chunk.embedding_model = search_passages.embedding_model
                then 1 - (chunk.embedding operator(extensions.<=>) search_passages.query_embedding)
        end) as similarity,
        wish.boost,
        fused.score * wish.boost as fused_score
    from fused
    inner join public.document_chunks as chunk on chunk.id = fused.id
    inner join public.documents as document on document.id = chunk.document_id
    cross join lateral (
        select chunk.relevance_score * (1 + 0.1 * (document.priority - 1)) as boost
    ) as wish
    order by fused_score desc, chunk.id
    limit search_passages.match_count;
$$;

comment on function public.search_passages(text, text, extensions.vector, text, float, int) is
'The passages of one expert (own and shared) for a question: nearest vectors of the same model and best French '
'full-text matches, fused by reciprocal rank, times the boost: relevance_score, times 1 + 0.1 per step of priority '
'above 1. Without a vector it is full-text search alone.';

create or replace function public.count_words(agent text, words text[])
returns jsonb
language sql
stable
set search_path = ''
as $$
    with lexemes as (
        select
            given.word,
            tsvector_to_array(to_tsvector('pg_catalog.french', given.word)) as stems
        from unnest(count_words.words) as given (word)
    ),

    counted as (
        select
            lexemes.word,
            coalesce(sum(known.passages) filter (where known.agent_owner in (count_words.agent, 'shared')), 0) as mine,
            coalesce(sum(known.passages) filter (where known.agent_owner not in (count_words.agent, 'shared')), 0)
                as theirs
        from lexemes
        inner join public.search_words as known
            on known.word = lexemes.stems[1] or (lexemes.word = '' and known.word = '')
        group by lexemes.word
    )

    select coalesce(jsonb_object_agg(counted.word, jsonb_build_array(counted.mine, counted.theirs)), '{}')
    from counted;
$$;

comment on function public.count_words(text, text[]) is
'In how many passages each word occurs: {word: [what the expert can see, what only the other one can see]}. The empty '
'word counts all passages. Counts only: nothing of the other expert''s text.';

create or replace function public.search_knowledge(
    agent text,
    question text,
    words text[] default '{}',
    query_embedding extensions.vector(1536) default null,
    embedding_model text default null,
    match_threshold float default 0.0,
    match_count int default 20
)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'passages', (
            select coalesce(jsonb_agg(to_jsonb(found) order by found.fused_score desc, found.id), '[]')
            from public.search_passages(
                search_knowledge.agent,
                search_knowledge.question,
                search_knowledge.query_embedding,
                search_knowledge.embedding_model,
                search_knowledge.match_threshold,
                search_knowledge.match_count
            ) as found
        ),
        'words', public.count_words(search_knowledge.agent, search_knowledge.words || '{""}'::text[])
    );
$$;

comment on function public.search_knowledge(text, text, text[], extensions.vector, text, float, int) is
'search_passages and count_words in one round trip: what /rag asks.';

revoke all on function
public.count_search_words(),
public.forget_search_words(),
public.question_words(text, text),
public.word_query(text),
public.passages_with_words(text, text, int),
public.search_passages(text, text, extensions.vector, text, float, int),
public.count_words(text, text[]),
public.search_knowledge(text, text, text[], extensions.vector, text, float, int)
from public;
grant execute on function
public.question_words(text, text),
public.word_query(text),
public.passages_with_words(text, text, int),
public.search_passages(text, text, extensions.vector, text, float, int),
public.count_words(text, text[]),
public.search_knowledge(text, text, text[], extensions.vector, text, float, int)
to service_role;
