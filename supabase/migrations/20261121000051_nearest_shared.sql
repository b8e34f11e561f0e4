-- A small graph is searched with half the work of a big one: docs/decisions/47 has the figures.

-- pgvector's library has to be loaded before a function may carry its settings (an unknown setting needs a superuser).
select extensions.vector_dims('[1]'::extensions.vector);

create or replace function public.nearest_shared_passages(
    query_embedding extensions.vector(1536), embedding_model text, passages int
)
returns table (id uuid, similarity float)
language plpgsql
stable
set search_path = ''
set hnsw.ef_search = '120' -- noqa: PRS
set hnsw.iterative_scan = 'relaxed_order'
as $$
begin
    -- the setting ends with this function; a base that was never counted (-1) is taken for a big one
    if (
        select index.reltuples between 0 and 20000
        from pg_catalog.pg_class as index
        where index.oid = 'public.document_chunks_embedding_shared'::regclass
    ) then
        perform set_config('hnsw.ef_search', '60', true);
    end if;
    return query
    select nearest.id, 1 - (nearest.embedding operator(extensions.<=>) nearest_shared_passages.query_embedding)
    from (
        select chunk.id, chunk.embedding
        from public.document_chunks as chunk
        where chunk.agent_owner = 'shared'
            and (nearest_shared_passages.embedding_model is null
                or chunk.embedding_model = nearest_shared_passages.embedding_model)
        order by
            chunk.embedding::extensions.halfvec(1536)
            operator(extensions.<=>) nearest_shared_passages.query_embedding::extensions.halfvec(1536)
        limit nearest_shared_passages.passages
    ) as nearest;
end;
$$;

comment on function public.nearest_shared_passages(extensions.vector, text, int) is
'The nearest shared passages and their cosine (-1 to 1), in no order; of one embedding model, or of all when it is null.';

create or replace function public.nearest_passages(
    agent text, query_embedding extensions.vector(1536), embedding_model text, passages int
)
returns table (id uuid, similarity float)
language sql
stable
set search_path = ''
-- docs/decisions/21: the figures behind the index and these settings
set hnsw.ef_search = '120' -- noqa: PRS
set hnsw.iterative_scan = 'relaxed_order'
as $$
    -- Each owner has an index of its own, and its name stands here as a constant so that the plan can use it.
    -- The index holds half-precision vectors: its nearest are measured again with the stored ones.
    with own as (
        (
            select chunk.id, chunk.embedding
            from public.document_chunks as chunk
            where chunk.agent_owner = 'audrey'
                and nearest_passages.agent = 'audrey'
                and (nearest_passages.embedding_model is null
                    or chunk.embedding_model = nearest_passages.embedding_model)
            order by
                chunk.embedding::extensions.halfvec(1536)
                operator(extensions.<=>) nearest_passages.query_embedding::extensions.halfvec(1536)
            limit nearest_passages.passages
        )
        union all
        (
            select chunk.id, chunk.embedding
            from public.document_chunks as chunk
            where chunk.agent_owner = 'carole'
                and nearest_passages.agent = 'carole'
                and (nearest_passages.embedding_model is null
                    or chunk.embedding_model = nearest_passages.embedding_model)
            order by
                chunk.embedding::extensions.halfvec(1536)
                operator(extensions.<=>) nearest_passages.query_embedding::extensions.halfvec(1536)
            limit nearest_passages.passages
        )
    ),

    measured as (
        select
            own.id,
            1 - (own.embedding operator(extensions.<=>) nearest_passages.query_embedding) as similarity
        from own
        union all
        select shared.id, shared.similarity
        from public.nearest_shared_passages(
            nearest_passages.query_embedding, nearest_passages.embedding_model, nearest_passages.passages
        ) as shared
    )

    select measured.id, measured.similarity
    from measured
    where nearest_passages.query_embedding is not null
    order by measured.similarity desc, measured.id
    limit nearest_passages.passages;
$$;

revoke all on function public.nearest_shared_passages(extensions.vector, text, int) from public, anon, authenticated;
grant execute on function public.nearest_shared_passages(extensions.vector, text, int) to service_role;
