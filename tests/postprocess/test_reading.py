import pytest

from functions.postprocess.features import feeling_features, negated_places
from functions.postprocess.mood import may_be_offered
from functions.postprocess.sentiment import find_sentiment, is_frustrated, sentiment_features
from functions.postprocess.similarity import similarity
from functions.postprocess.upsell import built_in_offers, choose_offer, find_trigger
from functions.shared.linear_model import LinearModel, load_model, probabilities


def feeling(message: str) -> tuple[str, bool]:
    features = sentiment_features(message)
    found = find_sentiment(features)
    return found, is_frustrated(features, found)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("merci infiniment, tout fonctionne !", ("positive", False)),
        ("aucun bug depuis, je suis ravie 😍", ("positive", False)),
        ("comment ajouter un tag ?", ("neutral", False)),
        ("je suis triste, personne n'est venu", ("negative", False)),
        ("rien ne marche, j'en ai ras le bol !!!", ("negative", True)),
        ("génial, encore une page blanche, merci pour rien", ("negative", True)),
    ],
)
def test_feelings_are_read(message: str, expected: tuple[str, bool]):
    assert feeling(message) == expected


def test_a_negation_reaches_the_words_after_it_and_the_one_before_but_not_past_a_stop():
    assert negated_places(["aime", "pas", "trop", "!", "super"]) == [True, False, True, False, False]
    assert negated_places(["plus", "simple"]) == [False, False]
    assert negated_places(["ne", "veux", "plus", "attendre"]) == [False, True, False, True]


def test_signs_of_typing_are_read():
    signs = feeling_features("MAIS C'EST PAS VRAIIII ??!!! 😡")
    assert {"s:capitals", "s:elongated", "s:shouted", "s:asked_twice", "s:emoji_negative"} <= set(signs)


@pytest.mark.parametrize(
    ("message", "trigger"),
    [
        ("combien coûte votre accompagnement ?", "price"),
        ("combien coûte Kajabi ?", None),
        ("mon tarif est de 60 euros", None),
        ("proposez-vous des formations sur Instagram ?", "training"),
        ("j'ai suivi une formation de naturopathie", None),
        ("vous pouvez le faire à ma place ?", "done_for_you"),
        ("je suis débordée, trop de choses à gérer", "overwhelmed"),
        ("comment créer un tag dans Brevo ?", None),
    ],
)
def test_wishes_are_heard(message: str, trigger: str | None):
    assert find_trigger(message) == trigger


@pytest.mark.parametrize(
    ("message", "welcome"),
    [
        ("quels sont vos tarifs ?", True),
        ("une cliente me demande un remboursement, je fais quoi ?", True),
        ("je veux être remboursée", False),
        ("vos tarifs sont une honte", False),
        ("je n'ai plus la force de me lever", False),
    ],
)
def test_offers_are_welcome_only_to_calm_people(message: str, welcome: bool):
    assert may_be_offered(message, sentiment_features(message)) is welcome
    assert may_be_offered(message, sentiment_features(message), need="distress") is False


def test_an_offer_fits_the_expert_and_respects_its_cap():
    offers = built_in_offers()
    chosen = choose_offer("training", "carole", offers, [])
    assert chosen is not None
    assert chosen.offer == "formation-contenu"
    assert choose_offer("training", "carole", offers, ["formation-contenu"]) is None
    twice = chosen.model_copy(update={"max_per_conversation": 2})
    assert choose_offer("training", "carole", [twice], ["formation-contenu"]) == twice


def test_built_in_offers_name_no_price_and_lead_to_the_agency():
    for offer in built_in_offers():
        assert not any(c.isdigit() or c in "€$" for c in offer.text)
        assert offer.url.startswith("https://lagencedescopines.com/")


def test_probabilities_add_up_and_unknown_features_count_nothing():
    model = LinearModel(labels=("a", "b"), bias=(0.0, 0.0), weights={"x": (1.0, -1.0)})
    assert probabilities(model, {"unknown": 5.0}) == {"a": 0.5, "b": 0.5}
    assert probabilities(model, {"x": 1.0})["a"] > 0.85


@pytest.mark.parametrize("name", ["sentiment", "frustration", "upsell", "loop"])
def test_every_model_file_is_sound(name: str):
    model = load_model(f"postprocess/{name}")
    assert len(model.bias) == len(model.labels)
    assert all(len(weights) == len(model.labels) for weights in model.weights.values())


def test_rephrasings_are_more_alike_than_other_questions():
    asked = "Comment changer l'expéditeur de mes mails ?"
    assert similarity(asked, "où je modifie l'expéditeur du mail") > 2 * similarity(
        asked, "Quelle durée pour un reel ?"
    )
    assert similarity(asked, "?!") == 0
