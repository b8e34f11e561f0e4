import pytest

from functions.shared.question_units import words_to_count
from tests.database.plans import plan_of, rows_for_plans
from tests.database.rows import MODEL, add_passage, vector


def search(db, agent: str, question: str, embedding: str | None = None, **named: object) -> list[dict]:
    arguments = {"agent": agent, "question": question, "query_embedding": embedding, "embedding_model": MODEL} | named
    names = ", ".join(f"{name} => %({name})s" for name in arguments)
    cursor = db.execute(f"select * from public.search_passages({names})", arguments)
    columns = [column.name for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def contents(rows: list[dict]) -> list[str]:
    return [row["content"] for row in rows]


@pytest.mark.parametrize(("agent", "other"), [("audrey", "carole"), ("carole", "audrey")])
def test_an_adversarial_document_of_the_other_expert_never_comes(db, agent, other):
    add_passage(db, other, "kajabi kajabi kajabi instagram reel tunnel", heading="kajabi instagram")
    add_passage(db, "shared", "une page sur kajabi")
    assert contents(search(db, agent, "kajabi instagram", vector(1.0))) == ["une page sur kajabi"]


def test_a_passage_that_meaning_and_words_both_find_comes_first(db):
    add_passage(db, "audrey", "un tunnel de vente", embedding=vector(0.0, 1.0))
    add_passage(db, "audrey", "tout autre chose", embedding=vector(1.0, 0.1))
    add_passage(db, "audrey", "le tunnel", embedding=vector(1.0))
    assert contents(search(db, "audrey", "tunnel", vector(1.0)))[0] == "le tunnel"


def test_without_a_vector_it_is_full_text_search_alone(db):
    add_passage(db, "audrey", "Relancer les paniers abandonnés")
    add_passage(db, "audrey", "rien à voir")
    rows = search(db, "audrey", "panier abandonne")
    assert contents(rows) == ["Relancer les paniers abandonnés"]
    assert rows[0]["similarity"] is None


def test_the_rarer_word_weighs_more(db):
    for number in range(8):
        add_passage(db, "audrey", f"séance numéro {number}")
    add_passage(db, "audrey", "le remboursement")
    assert contents(search(db, "audrey", "remboursement de ma seance"))[0] == "le remboursement"


def test_vectors_of_another_model_are_never_compared(db):
    add_passage(db, "audrey", "autre modèle", model="other/model")
    assert search(db, "audrey", "xyz", vector(1.0)) == []


def test_a_passage_found_by_words_under_another_model_has_no_similarity(db):
    add_passage(db, "audrey", "kajabi", model="other/model")
    assert [row["similarity"] for row in search(db, "audrey", "kajabi", vector(1.0))] == [None]


def test_the_threshold_keeps_far_vectors_out(db):
    add_passage(db, "audrey", "loin", embedding=vector(0.1, 1.0))
    assert search(db, "audrey", "xyz", vector(1.0), match_threshold=0.5) == []
    assert contents(search(db, "audrey", "xyz", vector(1.0), match_threshold=0.0)) == ["loin"]


def test_priority_and_relevance_score_lift_a_passage_by_the_documented_factor(db):
    add_passage(db, "audrey", "kajabi un", priority=5, score=2.0)
    [row] = search(db, "audrey", "kajabi")
    assert row["boost"] == pytest.approx(2.0 * 1.4)
    assert row["fused_score"] == pytest.approx(row["boost"] / 61)


def test_two_equal_passages_are_ordered_by_priority(db):
    add_passage(db, "audrey", "kajabi ordinaire", priority=1)
    add_passage(db, "audrey", "kajabi important", priority=3)
    assert contents(search(db, "audrey", "kajabi", vector(1.0)))[0] == "kajabi important"


def test_the_count_is_a_limit(db):
    for number in range(6):
        add_passage(db, "shared", f"kajabi {number}", embedding=vector(1.0, number))
    assert len(search(db, "carole", "kajabi", vector(1.0), match_count=4)) == 4


@pytest.mark.parametrize("question", ["", "   ", "le la les", "' \\ & | ! :* <-> (", "💜", "select 1; --", "a'b\\c"])
def test_a_question_without_words_or_full_of_operators_breaks_nothing(db, question):
    add_passage(db, "audrey", "texte")
    assert isinstance(search(db, "audrey", question), list)


def test_words_are_counted_as_passages_come_change_and_go(db):
    def count(word: str) -> int:
        row = db.execute(
            "select passages from public.search_words where agent_owner = 'audrey' and word = %s", (word,)
        ).fetchone()
        return row[0] if row else 0

    first = add_passage(db, "audrey", "kajabi kajabi")
    add_passage(db, "audrey", "kajabi zapier")
    assert (count(""), count("kajab"), count("zapi")) == (2, 2, 1)
    db.execute("update public.document_chunks set content = 'zapier' where id = %s", (first,))
    assert (count(""), count("kajab"), count("zapi")) == (2, 1, 2)
    db.execute("delete from public.documents")
    assert (count(""), count("kajab"), count("zapi")) == (0, 0, 0)


def test_truncating_the_passages_forgets_their_words(db):
    add_passage(db, "audrey", "kajabi")
    db.execute("truncate public.documents cascade")
    assert db.execute("select count(*) from public.search_words").fetchone() == (0,)


def affordable(db, question: str) -> dict[str, bool]:
    return dict(
        db.execute("select word, is_affordable from public.question_words('audrey', %s)", (question,)).fetchall()
    )


def test_common_words_are_not_searched_when_rare_ones_are_there(db):
    rows = [("", 100_000), ("commun", 90_000), ("rar", 12), ("moyen", 500)]
    db.cursor().executemany("insert into public.search_words values ('audrey', %s, %s)", rows)
    assert affordable(db, "rare moyen commun") == {"rar": True, "moyen": True, "commun": False}
    assert affordable(db, "commun") == {"commun": True}


def test_the_counts_tell_here_from_elsewhere_and_never_a_text(db):
    add_passage(db, "audrey", "tunnel de vente")
    add_passage(db, "carole", "tunnel")
    add_passage(db, "shared", "rgpd")
    words = ["tunnel", "tunnel", "rgpd", "absent", "de", "", ""]
    row = db.execute("select public.count_words('carole', %s)", (words,)).fetchone()
    assert row == ({"tunnel": [1, 1], "rgpd": [1, 0], "": [2, 1]},)


def test_one_round_trip_brings_passages_and_counts(db):
    add_passage(db, "audrey", "les rappels de rendez-vous")
    words = words_to_count("un rappel de rendez-vous")
    row = db.execute(
        "select public.search_knowledge('audrey', 'un rappel de rendez-vous', %s, %s, %s)", (words, vector(1.0), MODEL)
    ).fetchone()
    assert [passage["content"] for passage in row[0]["passages"]] == ["les rappels de rendez-vous"]
    assert row[0]["words"]["rappel"] == [1, 0]


def test_the_plan_of_the_word_search_uses_the_owners_own_index(db):
    rows_for_plans(db)
    arguments = {"agent": "'audrey'", "question": "'mot14'", "passages": "20"}
    plan = plan_of(db, "passages_with_words", **arguments)
    assert "document_chunks_search_text_audrey" in plan
    assert "Seq Scan on document_chunks" not in plan


def test_it_works_in_a_fresh_session_of_the_service_role(base):
    """The functions carry settings of a library that a new session has not loaded yet."""
    import psycopg

    with psycopg.connect(base.postgres_url) as fresh:
        fresh.execute("set role service_role")
        assert fresh.execute("select count(*) from public.search_passages('audrey', 'x')").fetchone() == (0,)
