"""The form « Ajouter un document », from the marketer's browser to the passages in the database."""

import html
from collections.abc import Iterator
from uuid import uuid4

import pytest

from dev.stack import Stack
from tests.stack.colleague import Colleague
from tests.stack.test_parts_that_die import without
from tests.stack.visitor import Database

TEXT = "Sur Kajabi, crée une automatisation : un tunnel de vente, puis une séquence d'e-mails de bienvenue."
MARKDOWN = f"# Automatiser Kajabi\n\n{TEXT}\n\n## Étape 2\n\nRelie Zapier."


@pytest.fixture
def colleague(stack: Stack) -> Iterator[Colleague]:
    colleague = Colleague.of(stack)
    with colleague.client:
        yield colleague


def document(database: Database, filename: str) -> dict[str, object]:
    [row] = database.rows(
        "select d.*, (select count(*) from document_chunks c where c.document_id = d.id) as chunks "
        "from documents d where d.filename = %s",
        filename,
    )
    return row


def documents(database: Database) -> int:
    return database.rows("select count(*) as n from documents")[0]["n"]


def said(page: str) -> str:
    return html.unescape(page)


def test_a_file_becomes_passages_and_the_page_says_what_was_understood(
    colleague: Colleague, database: Database
) -> None:
    name = f"été-{uuid4().hex[:8]}.md"

    page = said(colleague.submit((name, MARKDOWN.encode()), experte="Décider toute seule", categorie="tunnel"))

    row = document(database, name)
    assert (row["agent_owner"], row["category"], row["priority"]) == ("audrey", "tunnel", 1)
    assert f"<strong>Passages :</strong> {row['chunks']}" in page
    for words in ("est prêt", "Nouveau document", "<strong>Pour :</strong> Audrey", "Mots-clés", name):
        assert words in page


def test_the_marketers_choice_wins_over_the_rule(colleague: Colleague, database: Database) -> None:
    name = f"{uuid4().hex[:8]}.md"

    page = said(colleague.submit((name, MARKDOWN.encode()), experte="Carole", priorite="5 : à citer en premier"))

    assert (document(database, name)["agent_owner"], document(database, name)["priority"]) == ("carole", 5)
    assert "<strong>Pour :</strong> Carole" in page


def test_a_pasted_text_is_stored_under_its_subject_and_the_same_one_again_changes_nothing(
    colleague: Colleague, database: Database
) -> None:
    mark = uuid4().hex[:8]
    fields = {"sujet": f"Où déclarer la TVA {mark} ?", "texte": f"{TEXT}\r\n\r\n{mark}", "experte": "Les deux"}

    first, second = said(colleague.submit(**fields)), said(colleague.submit(**fields))

    row = document(database, f"ou-declarer-la-tva-{mark}.md")
    assert (row["title"], row["agent_owner"]) == (fields["sujet"], "shared")
    assert "Nouveau document" in first
    assert "rien n’a changé" in second


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Il manque le contenu"),
        ({"texte": " \n "}, "Il manque le contenu"),
        ({"texte": TEXT, "adresse": "https://exemple.fr"}, "une seule chose à la fois"),
    ],
)
def test_nothing_or_two_things_to_read_are_explained(
    colleague: Colleague, database: Database, fields: dict[str, str], words: str
) -> None:
    before = documents(database)

    page = said(colleague.submit(**fields))

    assert words in page
    assert "Rien n’a été enregistré" in page
    assert documents(database) == before


@pytest.mark.parametrize(
    "file", [("programme.exe", b"MZ\x00\x01"), ("vide.md", b"   "), ("casse.pdf", b"%PDF-1.7 nothing of a PDF")]
)
def test_a_file_that_cannot_be_read_is_refused_in_the_words_of_the_function(
    colleague: Colleague, database: Database, file: tuple[str, bytes]
) -> None:
    before = documents(database)

    page = said(colleague.submit(file))

    assert "Document non ajouté" in page
    assert "Rien n’a été enregistré" in page
    assert "errors" not in page
    assert documents(database) == before


def test_a_private_address_is_refused(stack: Stack, colleague: Colleague, database: Database) -> None:
    before = documents(database)

    assert "Document non ajouté" in said(colleague.submit(adresse=f"{stack.functions_url}/healthz"))
    assert documents(database) == before


def test_what_a_document_says_stays_text_on_the_last_page(colleague: Colleague) -> None:
    title = f"<img src=//evil.example onerror=alert(1)> {uuid4().hex[:8]}"

    page = colleague.submit(sujet=title, texte=TEXT, categorie="<b onclick=alert(1)>gras</b>")

    assert "<img" not in page
    assert "<b onclick" not in page
    assert "est prêt" in page


def test_without_the_functions_the_form_says_so(stack: Stack, colleague: Colleague) -> None:
    with without(stack, "functions"):
        page = said(colleague.submit(texte=TEXT))

    assert "n’a pas répondu à temps" in page


def test_a_subject_in_the_address_is_filled_in(colleague: Colleague) -> None:
    form = colleague.client.get("/form/ajouter-un-document", params={"sujet": "Déclarer la TVA ?"})

    assert 'value="Déclarer la TVA ?"' in said(form.text)
