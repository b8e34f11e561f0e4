import io
import zipfile

import pytest

from functions.knowledge.blocks import Block
from functions.knowledge.extraction import MAX_TEXT_CHARACTERS, extract
from functions.knowledge.pdf import MAX_PAGES
from functions.shared.errors import CallerProblem
from tests.knowledge.files import docx, encrypted_pdf, locked, paragraph, pdf


def texts(filename: str, content: bytes | str) -> list[str]:
    return [block.text for block in extract(filename, content.encode() if isinstance(content, str) else content).blocks]


def refusal(filename: str, content: bytes) -> str:
    with pytest.raises(CallerProblem) as caught:
        extract(filename, content)
    return caught.value.detail


def test_markdown_gives_title_headings_lists_and_tables():
    found = extract(
        "a.md",
        "---\ntitle: x\n---\n# Guide\n\nIntro.\n\n## Étapes\n\n1. un\n2. deux\n\n|a|b|\n|-|-|\n|1|2|\n".encode(),
    )
    assert found.title == "Guide"
    assert [(one.text, one.level) for one in found.blocks] == [
        ("Guide", 1), ("Intro.", 0), ("Étapes", 2), ("1. un", 0), ("2. deux", 0), ("| a | b |", 0), ("| 1 | 2 |", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["title: x", "# un commentaire\ntitle: x", '"title": x', "\ntitle: x"])
def test_front_matter_is_not_read(first: str):
    assert texts("a.md", f"---\n{first}\n---\n\nSuite") == ["Suite"]


def test_a_rule_at_the_beginning_of_a_text_is_no_front_matter():
    assert texts("a.md", "---\n\nBonjour\n\n---\n\nSuite") == ["Bonjour", "Suite"]


def test_plain_text_is_cut_at_blank_lines_and_titled_by_its_name():
    found = extract("mes-notes_2026.txt", b"un\ndeux\n\ntrois")
    assert (found.title, [one.text for one in found.blocks]) == ("Mes notes 2026", ["un deux", "trois"])


def test_html_is_titled_by_its_first_heading_then_by_its_head():
    assert extract("a.html", b"<title>Tete</title><h2>Corps</h2><p>x</p>").title == "Corps"
    assert extract("a.htm", b"<title>Tete</title><p>x</p>").title == "Tete"


def test_html_in_a_declared_encoding_is_read():
    page = '<meta charset="iso-8859-15"><p>10 €</p>'.encode("iso-8859-15")
    assert texts("a.html", page) == ["10 €"]


def test_each_row_of_a_csv_says_its_columns():
    assert texts("a.csv", "Nom;Prix\nYoga;10 €\n;\nReiki;") == ["Nom : Yoga ; Prix : 10 €", "Nom : Reiki"]


def test_a_csv_of_one_row_or_one_column_is_read():
    assert texts("a.csv", "seule,ligne") == ["seule ; ligne"]
    assert texts("a.csv", "Idées\nun reel\nun carrousel") == ["Idées : un reel", "Idées : un carrousel"]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("Nom;Prix (€, TTC)\nPack;12,50", ["Nom : Pack ; Prix (€, TTC) : 12,50"]),
        ('"Un ""devis"" ?";"Oui; bien sûr"\na;b', ['Un "devis" ? : a ; Oui; bien sûr : b']),
        ("Nom\tPrix\nPack, solo\t8", ["Nom : Pack, solo ; Prix : 8"]),
        ("Produit,Prix (HT; TTC),Note\nA,1;2,x", ["Produit : A ; Prix (HT; TTC) : 1;2 ; Note : x"]),
        ('Nom, Réponse\nA, "Oui, bien sûr"', ["Nom : A ; Réponse : Oui, bien sûr"]),
        ("\tPrix\nA\t12,50", ["A ; Prix : 12,50"]),
        ('"Nom, prénom",Ville\n"Lou, Ana",Nantes', ["Nom, prénom : Lou, Ana ; Ville : Nantes"]),
    ],
)
def test_cells_are_separated_by_what_separates_the_first_ones(table: str, rows: list[str]):
    assert texts("a.csv", table) == rows


def test_a_cell_of_several_lines_keeps_its_words_apart():
    assert texts("a.csv", 'Question,Réponse\r\nQuand ?,"Bonjour.\r\nLe lundi."\r\n') == [
        "Question : Quand ? ; Réponse : Bonjour. Le lundi."
    ]


def test_a_csv_with_a_monstrous_cell_is_refused():
    assert "CSV" in refusal("a.csv", b"a,b\n" + b"x" * 150_000 + b",y\n")


def test_a_pdf_keeps_its_pages():
    found = extract("a.pdf", pdf("Premier paragraphe sur deux\nlignes.\nUne autre phrase", "Page deux")).blocks
    assert found == [
        Block("Premier paragraphe sur deux lignes.", page=1), Block("Une autre phrase", page=1),
        Block("Page deux", page=2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("meaning", "read"), [("0000", "Un tunnel"), ("D83D", "\ufffdUn tunnel"), ("00C9", "ÉUn tunnel")]
)
def test_what_a_damaged_pdf_says_can_be_stored(meaning: str, read: str):
    [block] = extract("a.pdf", pdf("AUn tunnel", meaning=meaning)).blocks
    assert block.text == read


def test_a_word_document_keeps_headings_and_texts():
    body = paragraph("Le titre", "Titre1") + paragraph("Du texte.")
    found = extract("a.docx", docx(body))
    assert (found.title, found.blocks) == ("Le titre", [Block("Le titre", 1), Block("Du texte.")])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", encrypted_pdf("x"), "mot de passe"),
        ("a.pdf", b"%PDF-1.7 " + b"garbage " * 50, "abîmé"),
        ("a.pdf", pdf(""), "que des images"),
        ("a.pdf", pdf(*["x"] * (MAX_PAGES + 1)), "pages"),
        ("a.docx", b"PK\x03\x04 not a zip", "abîmé"),
        ("a.docx", docx("", prolog='<!DOCTYPE a [<!ENTITY b "c">]>'), "abîmé"),
        ("a.docx", docx("<w:p><w:unclosed>"), "abîmé"),
        ("a.docx", locked(docx(paragraph("x"))), "abîmé"),
        ("a.docx", docx("x", **{"word/bomb.xml": b"0" * 120_000_000}), "trop gros"),
        ("a.md", b"\x7fELF" + bytes(range(32)) * 100, "pas du texte"),
        ("a.md", b" \n ", "vide"),
        ("a.txt", b"x" * 10_000_000, "ligne"),
        ("a.txt", b"mot\n" * (MAX_TEXT_CHARACTERS // 3), "caractères"),
        ("a.exe", b"x", "Format inconnu"),
        ("sans-extension", b"x", "Format inconnu"),
        ("../a.md", b"x", "nom du fichier"),
        ("c:\\a.md", b"x", "nom du fichier"),
        ("a\n.md", b"x", "nom du fichier"),
        ("..", b"x", "nom du fichier"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_clear_french_sentence(name, content, message):
    assert message in refusal(name, content)


def test_an_archive_of_too_many_entries_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.bin", b"")
    assert "trop gros" in refusal("a.docx", target.getvalue())
