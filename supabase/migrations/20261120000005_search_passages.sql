-- What /rag asks: vector and French full-text search of one expert's knowledge, fused, in one round trip.

create or replace function public.any_word_query(question text)
returns tsquery
language sql
stable
strict
set search_path = ''
as $$
    -- plainto_tsquery asks for every word; a visitor's question rarely has them all
    select replace(plainto_tsquery('pg_catalog.french', public.fold(question))::text, '&', '|')::tsquery;
$$;

comment on function public.any_word_query(text) is 'A text query that matches a passage with any of the words.';

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
    fused_score float
)
language sql
stable
set search_path = ''
as $$
    with by_meaning as (
        select
            chunk.id,
            1 - (chunk.embedding operator(extensions.<=>) search_passages.query_embedding) as similarity,
            row_number() over (
                order by chunk.embedding operator(extensions.<=>) search_passages.query_embedding
            ) as place
        from public.document_chunks as chunk
        where chunk.agent_owner in (search_passages.agent, 'shared')
            and chunk.embedding_model = search_passages.embedding_model
            and search_passages.query_embedding is not null
        order by chunk.embedding operator(extensions.<=>) search_passages.query_embedding
        limit search_passages.match_count
    ),

    by_words as (
        select
            chunk.id,
            row_number() over (
                order by ts_rank_cd(chunk.search_text, wanted.query, 1) desc, chunk.id
            ) as place
        from public.any_word_query(search_passages.question) as wanted (query)
        inner join public.document_chunks as chunk on chunk.search_text @@ wanted.query
        where chunk.agent_owner in (search_passages.agent, 'shared')
        order by place
        limit search_passages.match_count
    ),

    -- reciprocal rank fusion, k = 60: Cormack, Clarke and Büttcher, SIGIR 2009
    fused as (
        select
            found.id,
            max(found.similarity) as similarity,
            sum(1.0 / (60 + found.place)) as score
        from (
            select by_meaning.id, by_meaning.similarity, by_meaning.place from by_meaning
            where by_meaning.similarity >= search_passages.match_threshold
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
        fused.score * chunk.relevance_score * (1 + 0.1 * (document.priority - 1)) as fused_score
    from fused
    inner join public.document_chunks as chunk on chunk.id = fused.id
    inner join public.documents as document on document.id = chunk.document_id
    order by fused_score desc, chunk.id
    limit search_passages.match_count;
$$;

comment on function public.search_passages(text, text, extensions.vector, text, float, int) is
'The passages of one expert (own and shared) for a question: nearest vectors of the same model and best French '
'full-text matches, fused by reciprocal rank, times relevance_score, times 1 + 0.1 per step of priority above 1. '
'Without a vector it is full-text search alone.';

revoke all on function public.any_word_query(text) from public;
revoke all on function public.search_passages(text, text, extensions.vector, text, float, int) from public;
grant execute on function public.any_word_query(text) to service_role;
grant execute on function public.search_passages(text, text, extensions.vector, text, float, int) to service_role;
