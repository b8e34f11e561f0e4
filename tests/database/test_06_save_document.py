import json
import threading
import uuid
from typing import Any

import psycopg
import pytest

from tests.database.rows import MODEL, vector


def document(name: str = "a.md", **changes: Any) -> str:
    values = {
        "filename": name,
        "title": "Titre",
        "agent_owner": "audrey",
        "tags": ["tech"],
        "category": None,
        "priority": 1,
        "chosen": {},
        "content_hash": "h1",
    }
    return json.dumps(values | changes)


def chunk(hashed: str, index: int = 0, **changes: Any) -> dict[str, Any]:
    values = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, hashed)),
        "chunk_index": index,
        "heading_path": "Titre",
        "page": None,
        "content": f"texte {hashed}",
        "content_hash": hashed,
        "keywords": ["texte"],
    }
    return values | changes


def keep(db: psycopg.Connection[Any], *hashes: str) -> None:
    db.execute("select public.keep_embeddings(%s, %s)", (MODEL, json.dumps({one: vector(0.5) for one in hashes})))


def save(db: psycopg.Connection[Any], *chunks: dict[str, Any], **changes: Any) -> Any:
    row = db.execute(
        "select public.save_document(%s, %s, %s)", (document(**changes), json.dumps(chunks), MODEL)
    ).fetchone()
    assert row
    return row[0]


def contents(db: psycopg.Connection[Any]) -> list[str]:
    rows = db.execute("select content from public.document_chunks order by chunk_index").fetchall()
    return [content for (content,) in rows]


def test_a_document_and_its_passages_appear_together(db):
    keep(db, "un", "deux")
    save(db, chunk("un"), chunk("deux", 1))
    assert contents(db) == ["texte un", "texte deux"]
    assert db.execute("select tags, content_hash from public.documents").fetchone() == (["tech"], "h1")


def test_vectors_in_waiting_are_used_up(db):
    keep(db, "un", "autre")
    save(db, chunk("un"))
    assert db.execute("select content_hash from public.pending_embeddings").fetchall() == [("autre",)]


def test_a_missing_vector_refuses_the_document_and_leaves_the_old_version(db):
    keep(db, "un")
    save(db, chunk("un"))
    with pytest.raises(psycopg.errors.NotNullViolation), db.transaction():
        save(db, chunk("un"), chunk("sans vecteur", 1), title="Nouveau")
    assert contents(db) == ["texte un"]
    assert db.execute("select title from public.documents").fetchone() == ("Titre",)


def test_only_what_changed_is_written(db):
    keep(db, "un", "deux")
    save(db, chunk("un"), chunk("deux", 1))
    before = dict(db.execute("select content, ctid::text from public.document_chunks").fetchall())
    keep(db, "trois")
    save(db, chunk("un"), chunk("trois", 1), content_hash="h2")
    after = dict(db.execute("select content, ctid::text from public.document_chunks").fetchall())
    assert contents(db) == ["texte un", "texte trois"]
    assert after["texte un"] == before["texte un"]


def test_passages_may_change_places(db):
    keep(db, "un", "deux")
    save(db, chunk("un"), chunk("deux", 1))
    save(db, chunk("deux"), chunk("un", 1))
    db.execute("set constraints all immediate")
    assert contents(db) == ["texte deux", "texte un"]


def test_a_new_owner_moves_document_and_passages(db):
    keep(db, "un")
    save(db, chunk("un"))
    save(db, chunk("un"), agent_owner="shared")
    assert db.execute("select agent_owner from public.document_chunks").fetchall() == [("shared",)]


def test_a_text_that_another_document_holds_needs_no_new_vector(db):
    keep(db, "un")
    save(db, chunk("un"))
    assert db.execute("select public.missing_embeddings(array['un', 'deux'], %s)", (MODEL,)).fetchone() == (["deux"],)
    save(db, chunk("un", id=str(uuid.uuid4())), name="b.md")
    assert contents(db) == ["texte un", "texte un"]


def test_a_vector_of_another_model_does_not_count(db):
    keep(db, "un")
    assert db.execute("select public.missing_embeddings(array['un'], 'other/model')").fetchone() == (["un"],)


def test_vectors_of_equal_texts_are_kept_once(db):
    keep(db, "un")
    keep(db, "un")
    assert db.execute("select count(*) from public.pending_embeddings").fetchone() == (1,)


def test_ingestion_starts_from_the_document_and_the_rules(db):
    keep(db, "un")
    save(db, chunk("un"), chosen={"agent_owner": "audrey"})
    start = db.execute("select public.start_ingestion('a.md')").fetchone()[0]
    assert start["document"]["chosen"] == {"agent_owner": "audrey"}
    assert {"pattern": "kajabi", "field": "filename", "owner": "audrey", "tag": "tech", "weight": 4.0} in start["rules"]
    assert db.execute("select public.start_ingestion('absent.md') -> 'document'").fetchone() == (None,)


def test_the_seed_rules_hold_the_architectures_lists(db):
    rows = db.execute("select owner, pattern from public.ownership_rules where field = 'filename'").fetchall()
    wanted = {
        "audrey": {"automation", "funnel", "email", "kajabi"},
        "carole": {"instagram", "contenu", "reel", "branding"},
    }
    for owner, patterns in wanted.items():
        assert patterns <= {pattern for of, pattern in rows if of == owner}


def test_the_list_counts_passages(db):
    keep(db, "un", "deux")
    save(db, chunk("un"), chunk("deux", 1), category="Guides")
    [[[listed]]] = db.execute("select public.list_documents()").fetchall()
    assert (listed["filename"], listed["category"], listed["chunks"]) == ("a.md", "Guides", 2)


@pytest.mark.parametrize("by", ["filename", "id"])
def test_a_document_is_removed_with_its_passages(db, by):
    keep(db, "un")
    saved = save(db, chunk("un"))
    name = "a.md" if by == "filename" else str(saved)
    removed = db.execute("select public.remove_document(%s)", (name,)).fetchone()[0]
    assert removed == {"document_id": str(saved), "filename": "a.md", "chunks": 1}
    assert contents(db) == []
    assert db.execute("select public.remove_document(%s)", (name,)).fetchone() == (None,)


def test_writers_at_the_same_time_all_get_through(base):
    def write(number: int) -> None:
        with psycopg.connect(base.postgres_url) as own:
            keep(own, *(f"{number}-{one}" for one in range(6)))
            save(own, *(chunk(f"{number}-{one}", one) for one in range(6)), name=f"parallel-{number}.md")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(base.postgres_url) as own:
        assert own.execute("delete from public.documents where filename like 'parallel-%'").rowcount == 6
        assert own.execute("select sum(passages) from public.search_words where word = ''").fetchone() == (0,)
