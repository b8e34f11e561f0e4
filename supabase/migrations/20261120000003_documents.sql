-- The knowledge of the two experts: a document, and the passages that it was cut into.

create table if not exists public.documents (
    id uuid primary key default gen_random_uuid(),
    filename text not null,
    title text not null,
    agent_owner text not null,
    tags text[] not null default '{}',
    category text,
    priority int not null default 1,
    -- what a person decided (agent_owner, tags, category, priority); the rest follows the rules at each ingestion
    chosen jsonb not null default '{}',
    -- sha-256 of the passages, the choices and the embedding model: equal means that ingesting again does nothing
    content_hash text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint documents_filename_is_unique unique (filename),
    -- target of the passages' foreign key, which keeps the copied owner true
    constraint documents_id_and_owner unique (id, agent_owner),
    constraint documents_known_owner check (agent_owner in ('audrey', 'carole', 'shared')),
    -- 1 is ordinary; each step above lifts the fused score by 10 % (search_passages)
    constraint documents_priority_range check (priority between 0 and 5)
);

comment on table public.documents is 'One file or page of knowledge, owned by one expert or shared by both.';

create index if not exists documents_agent_owner on public.documents (agent_owner);

create table if not exists public.document_chunks (
    id uuid primary key default gen_random_uuid(),
    document_id uuid not null,
    -- copied from the document: a filter on a joined table after an approximate index scan loses the rare owner
    agent_owner text not null,
    chunk_index int not null,
    heading_path text not null default '',
    page int,
    content text not null,
    content_hash text not null,
    keywords text[] not null default '{}',
    relevance_score float not null default 1.0,
    embedding extensions.vector(1536) not null,
    -- vectors of different models are never compared
    embedding_model text not null,
    search_text tsvector not null generated always as (
        setweight(to_tsvector('pg_catalog.french', public.fold(heading_path)), 'A')
        || setweight(to_tsvector('pg_catalog.french', public.fold(content)), 'B')
    ) stored,
    created_at timestamptz not null default now(),
    constraint document_chunks_document foreign key (document_id, agent_owner)
    references public.documents (id, agent_owner) on update cascade on delete cascade,
    constraint document_chunks_order unique (document_id, chunk_index) deferrable initially deferred,
    constraint document_chunks_known_owner check (agent_owner in ('audrey', 'carole', 'shared')),
    constraint document_chunks_score_range check (relevance_score between 0 and 10)
);

comment on table public.document_chunks is 'A passage of a document, with its vector and its French search words.';

-- One vector and one word index per owner: the rare owner's passages are found as surely as the frequent one's.
-- Half precision halves the index; docs/decisions/21 has the figures.
create index if not exists document_chunks_embedding_audrey
on public.document_chunks using hnsw ((embedding::extensions.halfvec(1536)) extensions.halfvec_cosine_ops)
where agent_owner = 'audrey';
create index if not exists document_chunks_embedding_carole
on public.document_chunks using hnsw ((embedding::extensions.halfvec(1536)) extensions.halfvec_cosine_ops)
where agent_owner = 'carole';
create index if not exists document_chunks_embedding_shared
on public.document_chunks using hnsw ((embedding::extensions.halfvec(1536)) extensions.halfvec_cosine_ops)
where agent_owner = 'shared';
create index if not exists document_chunks_search_text_audrey
on public.document_chunks using gin (search_text) with (fastupdate = off)
where agent_owner = 'audrey';
create index if not exists document_chunks_search_text_carole
on public.document_chunks using gin (search_text) with (fastupdate = off)
where agent_owner = 'carole';
create index if not exists document_chunks_search_text_shared
on public.document_chunks using gin (search_text) with (fastupdate = off)
where agent_owner = 'shared';
create index if not exists document_chunks_keywords on public.document_chunks using gin (keywords);
create index if not exists document_chunks_owner on public.document_chunks (agent_owner, embedding_model);
create index if not exists document_chunks_content_hash on public.document_chunks (content_hash, embedding_model);

alter table public.documents enable row level security;
alter table public.documents force row level security;
alter table public.document_chunks enable row level security;
alter table public.document_chunks force row level security;

revoke all on public.documents, public.document_chunks from public, anon, authenticated;
grant select, insert, update, delete on public.documents, public.document_chunks to service_role;
