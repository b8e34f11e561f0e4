-- The pure vector search of the architecture document: one implementation, one door per expert.

-- pgvector's library has to be loaded before a function may carry its settings (an unknown setting needs a superuser).
select extensions.vector_dims('[1]'::extensions.vector);

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
    with candidates as (
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
        union all
        (
            select chunk.id, chunk.embedding
            from public.document_chunks as chunk
            where chunk.agent_owner = 'shared'
                and (nearest_passages.embedding_model is null
                    or chunk.embedding_model = nearest_passages.embedding_model)
            order by
                chunk.embedding::extensions.halfvec(1536)
                operator(extensions.<=>) nearest_passages.query_embedding::extensions.halfvec(1536)
            limit nearest_passages.passages
        )
    )

    select
        candidates.id,
        1 - (candidates.embedding operator(extensions.<=>) nearest_passages.query_embedding) as similarity
    from candidates
    where nearest_passages.query_embedding is not null
    order by similarity desc, candidates.id
    limit nearest_passages.passages;
$$;

comment on function public.nearest_passages(text, extensions.vector, text, int) is
'The nearest passages of one expert and the shared ones, nearest first, by cosine (-1 to 1); of one embedding model, or '
'of all when it is null.';

create or replace function public.match_documents(
    query_embedding extensions.vector(1536), match_threshold float, match_count int, agent_filter text
)
returns table (id uuid, content text, similarity float, filename text)
language sql
stable
set search_path = ''
as $$
    select chunk.id, chunk.content, nearest.similarity, document.filename
    from public.nearest_passages(
        match_documents.agent_filter,
        match_documents.query_embedding,
        null,
        least(greatest(match_documents.match_count, 0), 200)
    ) as nearest
    inner join public.document_chunks as chunk on chunk.id = nearest.id
    inner join public.documents as document on document.id = chunk.document_id
    where nearest.similarity > match_documents.match_threshold
    order by nearest.similarity desc, chunk.id;
$$;

comment on function public.match_documents(extensions.vector, float, int, text) is
'Passages of one owner or shared, nearest first, similarity (cosine, -1 to 1) above the threshold. It compares vectors '
'whatever their model: the caller keeps one model in the base, or uses search_passages.';

create or replace function public.match_documents_audrey(
    query_embedding extensions.vector(1536),
    match_threshold float default 0.7,
    match_count int default 20,
    agent_filter text default 'audrey'
)
returns table (id uuid, content text, similarity float, filename text)
language sql
stable
set search_path = ''
as $$
    select found.id, found.content, found.similarity, found.filename
    from public.match_documents(
        match_documents_audrey.query_embedding,
        match_documents_audrey.match_threshold,
        match_documents_audrey.match_count,
        match_documents_audrey.agent_filter
    ) as found;
$$;

comment on function public.match_documents_audrey(extensions.vector, float, int, text) is
'match_documents for Audrey: her own passages and the shared ones.';

create or replace function public.match_documents_carole(
    query_embedding extensions.vector(1536),
    match_threshold float default 0.7,
    match_count int default 20,
    agent_filter text default 'carole'
)
returns table (id uuid, content text, similarity float, filename text)
language sql
stable
set search_path = ''
as $$
    select found.id, found.content, found.similarity, found.filename
    from public.match_documents(
        match_documents_carole.query_embedding,
        match_documents_carole.match_threshold,
        match_documents_carole.match_count,
        match_documents_carole.agent_filter
    ) as found;
$$;

comment on function public.match_documents_carole(extensions.vector, float, int, text) is
'match_documents for Carole: her own passages and the shared ones.';

revoke all on function
public.nearest_passages(text, extensions.vector, text, int),
public.match_documents(extensions.vector, float, int, text),
public.match_documents_audrey(extensions.vector, float, int, text),
public.match_documents_carole(extensions.vector, float, int, text)
from public;
grant execute on function
public.nearest_passages(text, extensions.vector, text, int),
public.match_documents(extensions.vector, float, int, text),
public.match_documents_audrey(extensions.vector, float, int, text),
public.match_documents_carole(extensions.vector, float, int, text)
to service_role;
