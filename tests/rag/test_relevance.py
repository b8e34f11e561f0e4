import uuid

from functions.rag.relevance import relevant
from functions.rag.search import Candidate


def candidate(name: str, boost: float = 1.0) -> Candidate:
    document = uuid.uuid5(uuid.NAMESPACE_OID, name)
    return Candidate(
        id=uuid.uuid4(), document_id=document, filename=name, title="T", heading_path="T", page=None, content="x",
        similarity=0.5, boost=boost, fused_score=0.1,
    )  # fmt: skip


def names(*scored: tuple[str, float, float], floor: float = 0.5) -> list[str]:
    return [
        one.filename for one, _ in relevant([(candidate(name, boost), score) for name, score, boost in scored], floor)
    ]


def test_the_most_relevant_comes_first():
    assert names(("a", 0.6, 1), ("b", 0.9, 1)) == ["b", "a"]


def test_if_even_the_best_is_under_the_floor_nothing_is_quoted():
    assert names(("a", 0.49, 1), ("b", 0.1, 1)) == []


def test_beside_a_sure_answer_a_less_sure_one_may_stand():
    assert names(("a", 0.9, 1), ("b", 0.2, 1), ("c", 0.1, 1)) == ["a", "b"]


def test_a_wish_lifts_a_relevant_passage_and_makes_none_relevant():
    assert names(("a", 0.8, 1.0), ("b", 0.7, 1.4)) == ["b", "a"]
    assert names(("a", 0.4, 10.0)) == []


def test_equal_passages_keep_the_order_of_the_search():
    assert names(("a", 0.8, 1), ("b", 0.8, 1)) == ["a", "b"]


def test_no_candidate_is_no_answer():
    assert names() == []


def test_each_document_speaks_once_before_one_speaks_twice():
    assert names(("a", 0.9, 1), ("a", 0.8, 1), ("b", 0.6, 1), ("a", 0.7, 1), ("b", 0.55, 1)) == [
        "a",
        "b",
        "a",
        "a",
        "b",
    ]
