-- Ingestion: vectors are paid for once, a document and all its passages appear in one transaction.

create table if not exists public.pending_embeddings (
    content_hash text not null,
    embedding_model text not null,
    embedding extensions.vector(1536) not null,
    created_at timestamptz not null default now(),
    primary key (content_hash, embedding_model)
);

comment on table public.pending_embeddings is
'Vectors of an ingestion in progress: a crash between two batches loses none. save_document empties it.';

alter table public.pending_embeddings enable row level security;
alter table public.pending_embeddings force row level security;
revoke all on public.pending_embeddings from public, anon, authenticated;
grant select, insert, update, delete on public.pending_embeddings to service_role;

create or replace function public.missing_embeddings(content_hashes text[], embedding_model text)
returns setof text
language sql
stable
set search_path = ''
as $$
    select distinct wanted.content_hash
    from unnest(missing_embeddings.content_hashes) as wanted (content_hash)
    where not exists (
        select from public.document_chunks as chunk
        where chunk.content_hash = wanted.content_hash
            and chunk.embedding_model = missing_embeddings.embedding_model
    )
    and not exists (
        select from public.pending_embeddings as pending
        where pending.content_hash = wanted.content_hash
            and pending.embedding_model = missing_embeddings.embedding_model
    );
$$;

comment on function public.missing_embeddings(text[], text) is 'The texts (by hash) that no stored vector covers yet.';

create or replace function public.keep_embeddings(embedding_model text, embeddings jsonb)
returns void
language sql
set search_path = ''
as $$
    insert into public.pending_embeddings (content_hash, embedding_model, embedding)
    select
        given.key,
        keep_embeddings.embedding_model,
        given.value::text::extensions.vector(1536)
    from jsonb_each(keep_embeddings.embeddings) as given
    on conflict do nothing;
$$;

comment on function public.keep_embeddings(text, jsonb) is 'Stores a batch of vectors, {content_hash: vector}.';

create or replace function public.stored_embedding(content_hash text, embedding_model text)
returns extensions.vector
language sql
stable
set search_path = ''
as $$
    select coalesce(
        (
            select pending.embedding from public.pending_embeddings as pending
            where pending.content_hash = stored_embedding.content_hash
                and pending.embedding_model = stored_embedding.embedding_model
        ),
        (
            select chunk.embedding from public.document_chunks as chunk
            where chunk.content_hash = stored_embedding.content_hash
                and chunk.embedding_model = stored_embedding.embedding_model
            limit 1
        )
    );
$$;

comment on function public.stored_embedding(text, text) is 'The vector of a text that was embedded before, or null.';

create or replace function public.save_document(document jsonb, chunks jsonb, embedding_model text)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
    saved_id uuid;
begin
    insert into public.documents as known (filename, title, agent_owner, tags, category, priority, content_hash)
    values (
        document ->> 'filename',
        document ->> 'title',
        document ->> 'agent_owner',
        array(select jsonb_array_elements_text(document -> 'tags')),
        document ->> 'category',
        (document ->> 'priority')::int,
        document ->> 'content_hash'
    )
    on conflict (filename) do update set
        title = excluded.title,
        agent_owner = excluded.agent_owner,
        tags = excluded.tags,
        category = excluded.category,
        priority = excluded.priority,
        content_hash = excluded.content_hash,
        updated_at = now()
    returning known.id into saved_id;

    with given as (
        select chunk.value as chunk from jsonb_array_elements(save_document.chunks) as chunk
    )

    insert into public.document_chunks as old (
        id, document_id, agent_owner, chunk_index, heading_path, page, content, content_hash, keywords,
        embedding, embedding_model
    )
    select
        (given.chunk ->> 'id')::uuid,
        saved_id,
        document ->> 'agent_owner',
        (given.chunk ->> 'chunk_index')::int,
        given.chunk ->> 'heading_path',
        (given.chunk ->> 'page')::int,
        given.chunk ->> 'content',
        given.chunk ->> 'content_hash',
        array(select jsonb_array_elements_text(given.chunk -> 'keywords')),
        public.stored_embedding(given.chunk ->> 'content_hash', save_document.embedding_model),
        save_document.embedding_model
    from given
    on conflict (id) do update set
        chunk_index = excluded.chunk_index,
        heading_path = excluded.heading_path,
        page = excluded.page,
        keywords = excluded.keywords,
        embedding = excluded.embedding,
        embedding_model = excluded.embedding_model;

    delete from public.document_chunks as old
    where old.document_id = saved_id
        and not exists (
            select from jsonb_array_elements(save_document.chunks) as chunk
            where (chunk.value ->> 'id')::uuid = old.id
        );

    delete from public.pending_embeddings as used
    using jsonb_array_elements(save_document.chunks) as chunk
    where used.content_hash = chunk.value ->> 'content_hash'
        and used.embedding_model = save_document.embedding_model;
    return saved_id;
end;
$$;

comment on function public.save_document(jsonb, jsonb, text) is
'Writes a document and exactly these passages in one transaction; vectors come from keep_embeddings or from equal '
'passages, and a missing one refuses the whole document, which leaves the old version in place.';

revoke all on function
public.missing_embeddings(text[], text),
public.keep_embeddings(text, jsonb),
public.stored_embedding(text, text),
public.save_document(jsonb, jsonb, text)
from public;
grant execute on function
public.missing_embeddings(text[], text),
public.keep_embeddings(text, jsonb),
public.stored_embedding(text, text),
public.save_document(jsonb, jsonb, text)
to service_role;
