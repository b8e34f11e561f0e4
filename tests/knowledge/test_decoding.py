import pytest

from functions.knowledge.decoding import decode
from functions.shared.errors import UnsupportedDocument

TEXT = "L'été, ça coûte 10 € : œuvre à l’envers.\nDeuxième ligne."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_gives_the_same_text(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


def test_latin_1_is_read():
    assert decode("élève à Nîmes".encode("latin-1")) == "élève à Nîmes"


def test_a_declared_encoding_is_tried_first():
    assert decode("ŝ".encode("iso8859-3"), "iso8859-3") == "ŝ"
    assert decode(b"abc", "no-such-charset") == "abc"


@pytest.mark.parametrize("declared", ["iso-8859-1", "latin1", "us-ascii"])
def test_a_declared_latin_1_is_read_as_browsers_read_it(declared):
    assert decode(TEXT.encode("cp1252"), declared) == TEXT


def test_line_ends_become_newlines():
    assert decode(b"a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, b"PK\x03\x04\x00\x00" * 50])
def test_a_binary_file_under_a_texts_name_is_refused(content):
    with pytest.raises(UnsupportedDocument, match="pas du texte"):
        decode(content)
