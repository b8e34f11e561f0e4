-- The pure vector search of the architecture document: one implementation, one door per expert.

create or replace function public.match_documents(
    query_embedding extensions.vector(1536), match_threshold float, match_count int, agent_filter text
)
returns table (id uuid, content text, similarity float, filename text)
language sql
stable
set search_path = ''
as $$
    select
        chunk.id,
        chunk.content,
        1 - (chunk.embedding operator(extensions.<=>) match_documents.query_embedding) as similarity,
        document.filename
    from public.document_chunks as chunk
    inner join public.documents as document on document.id = chunk.document_id
    where chunk.agent_owner in (match_documents.agent_filter, 'shared')
        and 1 - (chunk.embedding operator(extensions.<=>) match_documents.query_embedding)
            > match_documents.match_threshold
    order by chunk.embedding operator(extensions.<=>) match_documents.query_embedding
    limit least(greatest(match_documents.match_count, 0), 200);
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
public.match_documents(extensions.vector, float, int, text),
public.match_documents_audrey(extensions.vector, float, int, text),
public.match_documents_carole(extensions.vector, float, int, text)
from public;
grant execute on function
public.match_documents(extensions.vector, float, int, text),
public.match_documents_audrey(extensions.vector, float, int, text),
public.match_documents_carole(extensions.vector, float, int, text)
to service_role;
