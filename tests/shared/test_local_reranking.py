import pytest

from functions.shared.local_reranking import score_passages
from functions.shared.text import stem
from functions.shared.word_counts import WordCounts

PASSAGES = [
    "Paniers > Relancer\nRelance les paniers abandonnés après une heure, puis un jour.",
    "Kajabi > Paiement\nRelie Stripe, règle la devise et teste l'achat avec un code promotionnel.",
    "Rendez-vous > Absences\nUn SMS trois heures avant réduit les rendez-vous manqués.",
    "Bien-être\nUne tisane le soir aide à mieux dormir.",
]


def best(question: str) -> int:
    scores = score_passages(question, PASSAGES)
    return max(range(len(scores)), key=lambda index: scores[index])


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("comment relancer un panier abandonné", 0),
        ("coment relancé les paniez abandoné", 0),
        ("mes clientes me posent des lapins", 2),
        ("un texto de rappel avant la séance", 2),
        ("comment régler par carte bancaire avec stripe", 1),
    ],
)
def test_the_passage_that_answers_scores_highest(question, passage):
    assert best(question) == passage


def test_scores_are_probabilities_in_the_order_given():
    scores = score_passages("panier", PASSAGES)
    assert len(scores) == len(PASSAGES)
    assert all(0 <= score <= 1 for score in scores)


def test_nothing_in_common_is_zero():
    assert score_passages("xylophone", PASSAGES) == [0] * len(PASSAGES)
    assert score_passages("", PASSAGES) == [0] * len(PASSAGES)
    assert score_passages("panier", []) == []


def test_a_word_in_the_heading_counts_more():
    inside, outside = score_passages("tunnel", ["Tunnel\nle tunnel de vente", "Vente\nle tunnel de vente"])
    assert inside > outside


def test_words_side_by_side_count_more():
    together, apart = score_passages(
        "taux ouverture", ["x\nle taux ouverture monte bien", "x\nle taux monte bien et puis voici ouverture"]
    )
    assert together > apart


def test_an_unknown_name_in_the_question_lowers_every_relevance():
    counts = WordCounts(100, {stem(word): 3 for word in ("relier", "stripe", "teste", "achat")})
    with_name = score_passages("Relier Stripe à Shopify", PASSAGES, counts)
    without = score_passages("Relier Stripe", PASSAGES, counts)
    assert with_name[1] < without[1]


def test_a_question_of_the_other_expert_lowers_every_relevance():
    here = WordCounts(100, {stem("panier"): 5}, 100, {})
    elsewhere = WordCounts(100, {stem("panier"): 1}, 100, {stem("panier"): 60})
    assert score_passages("panier", PASSAGES, elsewhere)[0] < score_passages("panier", PASSAGES, here)[0]
