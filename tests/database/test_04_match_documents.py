import pytest

from tests.database.plans import plan_of, rows_for_plans
from tests.database.rows import add_passage, vector

DOORS = {"audrey": "match_documents_audrey", "carole": "match_documents_carole"}


def matches(db, agent: str, *arguments: object) -> list[str]:
    marks = ", ".join(["%s"] * (len(arguments) + 1))
    rows = db.execute(f"select content from public.{DOORS[agent]}({marks})", (vector(1.0), *arguments)).fetchall()
    return [content for (content,) in rows]


@pytest.mark.parametrize("agent", DOORS)
def test_the_signature_and_the_columns_are_the_architectures(db, agent):
    row = db.execute(
        "select pg_get_function_arguments(oid), pg_get_function_result(oid) from pg_proc where proname = %s",
        (DOORS[agent],),
    ).fetchone()
    assert row == (
        "query_embedding vector, match_threshold double precision DEFAULT 0.7, "
        f"match_count integer DEFAULT 20, agent_filter text DEFAULT '{agent}'::text",
        "TABLE(id uuid, content text, similarity double precision, filename text)",
    )


@pytest.mark.parametrize(("agent", "other"), [("audrey", "carole"), ("carole", "audrey")])
def test_an_expert_sees_her_own_and_the_shared_passages_never_the_others(db, agent, other):
    add_passage(db, agent, "mien")
    add_passage(db, other, "à l'autre")
    add_passage(db, "shared", "partagé")
    assert sorted(matches(db, agent)) == ["mien", "partagé"]


def test_the_nearest_comes_first_with_its_cosine(db):
    add_passage(db, "audrey", "loin", embedding=vector(1.0, 1.0))
    add_passage(db, "audrey", "près", embedding=vector(1.0, 0.1))
    rows = db.execute("select content, similarity from public.match_documents_audrey(%s)", (vector(1.0),)).fetchall()
    assert [content for content, _ in rows] == ["près", "loin"]
    assert rows[1][1] == pytest.approx(0.7071, abs=1e-3)


def test_the_threshold_is_exclusive_and_the_count_holds(db):
    for number in range(5):
        add_passage(db, "carole", str(number), embedding=vector(1.0, number / 10))
    assert matches(db, "carole", 0.999) == ["0"]
    assert matches(db, "carole", 0.0, 2) == ["0", "1"]
    assert matches(db, "carole", 0.0, 0) == []


def test_the_plan_uses_the_owners_own_vector_indexes(db):
    rows_for_plans(db)
    arguments = {"agent": "'audrey'", "query_embedding": f"'{vector(1.0)}'::extensions.vector"}
    plan = plan_of(db, "nearest_passages", embedding_model="'test/model'", passages="20", **arguments)
    assert "document_chunks_embedding_audrey" in plan
    assert "Function Scan on nearest_shared_passages" in plan
    assert "Seq Scan on document_chunks" not in plan


def test_the_shared_passages_are_found_by_their_own_index(db):
    rows_for_plans(db)
    add_passage(db, "shared", "partagé", embedding=vector(1.0))
    index = "public.document_chunks_embedding_shared"
    scans = "select pg_stat_get_xact_numscans(%s::regclass)"
    before = db.execute(scans, (index,)).fetchone()[0]
    found = db.execute("select similarity from public.nearest_shared_passages(%s, null, 3)", (vector(1.0),)).fetchall()
    assert (len(found), max(found)) == (3, (1.0,))
    assert db.execute(scans, (index,)).fetchone()[0] == before + 1
    assert db.execute("show hnsw.ef_search").fetchone() == ("40",)


def test_the_rare_owner_is_found_among_many_nearer_passages_of_the_other(db):
    rows_for_plans(db)
    add_passage(db, "carole", "rare", embedding=vector(1.0))
    assert "rare" in matches(db, "carole", 0.0, 5)
