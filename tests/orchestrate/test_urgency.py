import pytest

from functions.orchestrate.urgency import read_urgency


@pytest.mark.parametrize(
    ("message", "urgency"),
    [
        ("URGENT ma page est en panne", "high"),
        ("mon live est ce soir et ma page de paiement ne marche plus", "high"),
        ("un jour il faudra revoir mon logo, rien ne presse", "low"),
        ("comment choisir une palette", "normal"),
    ],
)
def test_how_pressing_a_message_is(message: str, urgency: str) -> None:
    assert read_urgency(message) == urgency
