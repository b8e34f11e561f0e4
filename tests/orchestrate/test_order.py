import pytest

from functions.orchestrate.order import read_order


@pytest.mark.parametrize(
    "message",
    [
        "1) mon agenda 2) ma bio. Le 1 d'abord.",
        "Mes relances, puis mes photos : dans cet ordre.",
        "La première question est prioritaire.",
        "Par ordre d'importance : le paiement, le logo",
        "La deuxième peut attendre.",
    ],
)
def test_the_first_of_a_list_comes_first(message: str) -> None:
    assert read_order(message) == "first"


@pytest.mark.parametrize(
    "message",
    [
        "Du moins au plus important : ma bio, mon tunnel",
        "Ce dernier point d'abord",
        "La seconde chose compte plus que tout",
        "B avant A",
        "Le premier viendra ensuite",
    ],
)
def test_the_last_of_a_list_comes_first(message: str) -> None:
    assert read_order(message) == "last"


@pytest.mark.parametrize(
    "message",
    [
        "C'est mon premier reel",
        "ma dernière newsletter",
        "Quel outil d'abord ?",
        "le premier et le second pressent",
    ],
)
def test_a_number_alone_orders_nothing(message: str) -> None:
    assert read_order(message) is None
