"""Only plain http and https addresses become links."""

import pytest

from functions.desk.links import add_document_link, safe_link


@pytest.mark.parametrize(
    "url", ["https://agence.fr/a?b=c#d", "http://127.0.0.1:8080/", "HTTPS://AGENCE.FR", "https://é.fr"]
)
def test_an_ordinary_address_is_a_link(url: str) -> None:
    assert safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "/relative",
        "https:evil.example",
        "https://",
        "https:///x",
        "https://user:password@evil.example",
        "https://agence.fr@evil.example/",
        "https://evil.example\\@agence.fr",
        'https://evil.example/"onmouseover=alert(1)',
        "https://evil.example/<script>",
        "https://[::1",
        "https://evil.example/\u202egnp.exe",
    ],
)
def test_anything_else_is_not(url: str | None) -> None:
    assert safe_link(url) is None


def test_the_form_starts_with_the_question_as_its_subject() -> None:
    assert add_document_link("Où &\n est la  TVA ?") == (
        "../../form/ajouter-un-document?sujet=O%C3%B9+%26+est+la+TVA+%3F"
    )


def test_a_long_question_is_cut_to_a_subject() -> None:
    assert len(add_document_link("a" * 4000)) < 200
