-- Ingestion: vectors are paid for once, a document and all its passages appear in one transaction.

create table if not exists public.ownership_rules (
    pattern text not null,
    field text not null,
    owner text not null,
    tag text not null,
    weight float not null default 1.0,
    primary key (pattern, field, owner),
    constraint ownership_rules_known_field check (field in ('filename', 'content')),
    constraint ownership_rules_known_owner check (owner in ('audrey', 'carole')),
    -- one word of the text must not outvote everything else
    constraint ownership_rules_weight_range check (weight > 0 and weight <= 10)
);

comment on table public.ownership_rules is
'Whose document it is when nobody says so: words starting like the pattern, in the file name or the text, vote for an '
'owner with a weight and bring a tag. Edit the rows: the next ingestion follows them.';

alter table public.ownership_rules enable row level security;
alter table public.ownership_rules force row level security;
revoke all on public.ownership_rules from public, anon, authenticated;
grant select, insert, update, delete on public.ownership_rules to service_role;

-- The lists of the architecture document, and the words of each expert's trade.
insert into public.ownership_rules (pattern, field, owner, tag, weight)
select
    seed.pattern,
    field.name,
    seed.owner,
    seed.tag,
    field.weight * seed.weight as weight
from ( -- noqa: LT02
    values
    ('automation', 'audrey', 'automation', 1.0),
    ('automatisation', 'audrey', 'automation', 1.0),
    ('automatique', 'audrey', 'automation', 0.5),
    ('zapier', 'audrey', 'automation', 1.0),
    ('zap', 'audrey', 'automation', 0.5),
    ('funnel', 'audrey', 'funnel', 1.0),
    ('tunnel', 'audrey', 'funnel', 1.0),
    ('page de capture', 'audrey', 'funnel', 1.0),
    ('page de vente', 'audrey', 'funnel', 1.0),
    ('prospect', 'audrey', 'funnel', 0.5),
    ('email', 'audrey', 'email', 1.0),
    ('e mail', 'audrey', 'email', 1.0),
    ('newsletter', 'audrey', 'email', 0.7),
    ('sequence', 'audrey', 'email', 0.7),
    ('delivrabilite', 'audrey', 'email', 1.0),
    ('activecampaign', 'audrey', 'email', 1.0),
    ('kajabi', 'audrey', 'tech', 1.0),
    ('systeme io', 'audrey', 'tech', 1.0),
    ('clickfunnels', 'audrey', 'tech', 1.0),
    ('rendez vous', 'audrey', 'tech', 0.5),
    ('agenda en ligne', 'audrey', 'tech', 0.7),
    ('conversion', 'audrey', 'conversion', 1.0),
    ('analytics', 'audrey', 'conversion', 1.0),
    ('utm', 'audrey', 'conversion', 1.0),
    ('pixel', 'audrey', 'conversion', 0.5),
    ('tracking', 'audrey', 'conversion', 1.0),
    ('instagram', 'carole', 'instagram', 1.0),
    ('reel', 'carole', 'instagram', 1.0),
    ('stories', 'carole', 'instagram', 1.0),
    ('story', 'carole', 'instagram', 1.0),
    ('carrousel', 'carole', 'instagram', 1.0),
    ('abonne', 'carole', 'instagram', 0.5),
    ('contenu', 'carole', 'contenu', 0.7),
    ('editorial', 'carole', 'contenu', 1.0),
    ('legende', 'carole', 'contenu', 1.0),
    ('accroche', 'carole', 'contenu', 0.7),
    ('copywriting', 'carole', 'contenu', 1.0),
    ('filmer', 'carole', 'contenu', 0.7),
    ('branding', 'carole', 'branding', 1.0),
    ('identite visuelle', 'carole', 'branding', 1.0),
    ('logo', 'carole', 'branding', 0.7),
    ('storytelling', 'carole', 'storytelling', 1.0),
    ('raconter', 'carole', 'storytelling', 0.5),
    ('community', 'carole', 'social', 1.0),
    ('communaute', 'carole', 'social', 0.5),
    ('commentaire', 'carole', 'social', 0.7),
    ('reseaux sociaux', 'carole', 'social', 0.7)
) as seed (pattern, owner, tag, weight)
cross join (values ('filename', 4.0), ('content', 1.0)) as field (name, weight)
on conflict do nothing;

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
        given.value::extensions.vector(1536)
    from jsonb_each_text(keep_embeddings.embeddings) as given
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
    -- one writer at a time: two would wait for each other's counts of words (search_words)
    perform pg_advisory_xact_lock(hashtext('public.save_document'));

    insert into public.documents as known (filename, title, agent_owner, tags, category, priority, chosen, content_hash)
    values (
        document ->> 'filename',
        document ->> 'title',
        document ->> 'agent_owner',
        array(select jsonb_array_elements_text(document -> 'tags')),
        document ->> 'category',
        (document ->> 'priority')::int,
        coalesce(document -> 'chosen', '{}'),
        document ->> 'content_hash'
    )
    on conflict (filename) do update set
        title = excluded.title,
        agent_owner = excluded.agent_owner,
        tags = excluded.tags,
        category = excluded.category,
        priority = excluded.priority,
        chosen = excluded.chosen,
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
        embedding_model = excluded.embedding_model
    -- an unchanged passage is not written again: its places in the indexes cost more than all the rest
    where (old.chunk_index, old.page, old.keywords, old.embedding_model)
        is distinct from (excluded.chunk_index, excluded.page, excluded.keywords, excluded.embedding_model);

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

create or replace function public.start_ingestion(filename text)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'document', (
            select jsonb_build_object(
                'document_id', known.id, 'content_hash', known.content_hash, 'chosen', known.chosen
            )
            from public.documents as known
            where known.filename = start_ingestion.filename
        ),
        'rules', coalesce(
            (
                select jsonb_agg(jsonb_build_object(
                    'pattern', rule.pattern, 'field', rule.field, 'owner', rule.owner,
                    'tag', rule.tag, 'weight', rule.weight
                ))
                from public.ownership_rules as rule
            ),
            '[]'
        )
    );
$$;

comment on function public.start_ingestion(text) is
'What ingestion reads first: the document under this name, or null, and all ownership rules.';

create or replace function public.list_documents()
returns table (
    document_id uuid,
    filename text,
    title text,
    agent_owner text,
    tags text[],
    category text,
    priority int,
    chunks bigint
)
language sql
stable
set search_path = ''
as $$
    select
        document.id,
        document.filename,
        document.title,
        document.agent_owner,
        document.tags,
        document.category,
        document.priority,
        (select count(*) from public.document_chunks as chunk where chunk.document_id = document.id)
    from public.documents as document
    order by document.agent_owner, document.filename;
$$;

comment on function public.list_documents() is 'Every document with its number of passages, by owner and name.';

create or replace function public.remove_document(name text)
returns jsonb
language sql
set search_path = ''
as $$
    with counted as (
        select
            document.id,
            (select count(*) from public.document_chunks as chunk where chunk.document_id = document.id) as chunks
        from public.documents as document
        where document.filename = remove_document.name or document.id::text = lower(remove_document.name)
    ),

    removed as (
        delete from public.documents as document
        using counted
        where document.id = counted.id
        returning document.id, document.filename, counted.chunks
    )

    select jsonb_build_object('document_id', removed.id, 'filename', removed.filename, 'chunks', removed.chunks)
    from removed;
$$;

comment on function public.remove_document(text) is
'Removes a document, by id or file name, with its passages; null when there is none.';

revoke all on function
public.missing_embeddings(text[], text),
public.keep_embeddings(text, jsonb),
public.stored_embedding(text, text),
public.save_document(jsonb, jsonb, text),
public.start_ingestion(text),
public.list_documents(),
public.remove_document(text)
from public;
grant execute on function
public.missing_embeddings(text[], text),
public.keep_embeddings(text, jsonb),
public.stored_embedding(text, text),
public.save_document(jsonb, jsonb, text),
public.start_ingestion(text),
public.list_documents(),
public.remove_document(text)
to service_role;
