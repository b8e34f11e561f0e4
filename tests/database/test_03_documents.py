import uuid

import psycopg
import pytest

from tests.database.rows import add_chunk, add_document, vector


def test_an_unknown_owner_is_refused(db):
    with pytest.raises(psycopg.errors.CheckViolation):
        add_document(db, "melanie")


def test_two_documents_cannot_share_a_name(db):
    add_document(db, "audrey", "a.md")
    with pytest.raises(psycopg.errors.UniqueViolation):
        add_document(db, "carole", "a.md")


@pytest.mark.parametrize("priority", [-1, 6])
def test_a_priority_outside_0_to_5_is_refused(db, priority):
    with pytest.raises(psycopg.errors.CheckViolation):
        add_document(db, "audrey", priority=priority)


def test_a_passage_cannot_claim_another_owner_than_its_document(db):
    document = add_document(db, "audrey")
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        add_chunk(db, document, "carole")


def test_the_owner_of_passages_follows_the_document(db):
    document = add_document(db, "audrey")
    add_chunk(db, document, "audrey")
    db.execute("update public.documents set agent_owner = 'shared' where id = %s", (document,))
    assert db.execute("select agent_owner from public.document_chunks").fetchall() == [("shared",)]


def test_removing_a_document_removes_its_passages(db):
    document = add_document(db, "audrey")
    add_chunk(db, document, "audrey")
    db.execute("delete from public.documents where id = %s", (document,))
    assert db.execute("select count(*) from public.document_chunks").fetchone() == (0,)


def test_a_vector_of_another_size_is_refused(db):
    with pytest.raises(psycopg.errors.DataException):
        add_chunk(db, add_document(db, "audrey"), "audrey", embedding="[1,2,3]")


def test_a_passage_is_found_without_accents_and_in_any_form(db):
    add_chunk(db, add_document(db, "audrey"), "audrey", "Les séquences automatisées de bienvenue")
    query = "select count(*) from public.document_chunks where search_text @@ plainto_tsquery('french', 'sequence')"
    assert db.execute(query).fetchone() == (1,)


def test_a_relevance_score_has_bounds(db):
    with pytest.raises(psycopg.errors.CheckViolation):
        add_chunk(db, add_document(db, "audrey"), "audrey", score=11)


def test_the_service_role_reads_and_writes(db):
    db.execute("set role service_role")
    document = add_document(db, "shared")
    assert isinstance(add_chunk(db, document, "shared", embedding=vector(0.5)), uuid.UUID)
