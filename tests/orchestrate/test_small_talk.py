import pytest

from functions.orchestrate.small_talk import is_small_talk


@pytest.mark.parametrize(
    "message",
    [
        "merci !",
        "Bonjour",
        "coucou les copines",
        "ok super merci beaucoup",
        "😍😍",
        "thanks a lot",
        "grazie mille",
        "bonne soirée à vous",
    ],
)
def test_politeness_alone_is_small_talk(message: str) -> None:
    assert is_small_talk(message)


@pytest.mark.parametrize(
    "message",
    [
        "merci, et mes mails ?",
        "bonjour, mon tunnel fuit",
        "ok et la suite",
        "…",
        "je",
        "4",
        "merci pour rien",
        "bonjour, je veux mourir",
    ],
)
def test_anything_more_is_not(message: str) -> None:
    assert not is_small_talk(message)
