import pytest

from functions.orchestrate.language import detect_language


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Comment relier mon formulaire à ma liste ?", "fr"),
        ("How do I write a good hook for my reel?", "en"),
        ("¿Cómo consigo más seguidores en Instagram?", "es"),
        ("Come scelgo i colori del mio brand?", "it"),
        ("Wie oft soll ich auf Instagram posten?", "de"),
        ("Como automatizo meus emails? Não quero fazer isso sempre", "pt"),
        ("Ik wil graag weten hoe vaak ik moet posten", "nl"),
        ("مرحبا", "other"),
        ("reels svp", "fr"),
        ("👍", "fr"),
        ("Kajabi", "fr"),
    ],
)
def test_the_language_of_a_message(message: str, language: str) -> None:
    assert detect_language(message) == language
