"""Bytes into text, whatever encoding a marketer's computer wrote."""

import codecs
import re

from functions.shared.errors import UnsupportedDocument

BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
LEGACY = "cp1252"  # what French Windows wrote before UTF-8; it holds Latin-1
# What browsers read as Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels), by its name in Python.
READ_AS_LEGACY = ("ascii", "iso8859-1")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
SAMPLE = 200_000
MAX_CONTROL_SHARE = 0.001


def decode(content: bytes, declared: str = "utf-8") -> str:
    """Return the text of a file, its line ends as newlines; raise `UnsupportedDocument` when the bytes are no text."""
    text = _decoded(content, declared)
    sample = text[:SAMPLE]
    if len(CONTROLS.findall(sample)) > MAX_CONTROL_SHARE * len(sample):
        raise UnsupportedDocument("Ce fichier n'est pas du texte, malgré son nom : envoie-le dans son vrai format.")
    return CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def readable(text: str) -> str:
    """Return a text without what cannot be stored or sent: halves of signs and controls, as damaged PDFs give them."""
    return CONTROLS.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def known_charset(declared: str) -> str | None:
    """Return the encoding that a document's declaration means to a browser, none when there is no such encoding."""
    try:
        "a".encode(declared)
        name = codecs.lookup(declared).name
    except LookupError:  # unknown, or no encoding of text
        return None
    return LEGACY if name in READ_AS_LEGACY else name


def _decoded(content: bytes, declared: str) -> str:
    marked = [name for bom, name in BOMS.items() if content.startswith(bom)]
    for encoding in (*marked, *_unmarked_utf16(content), known_charset(declared) or "utf-8", "utf-8"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode(LEGACY, errors="replace")


def _unmarked_utf16(content: bytes) -> list[str]:
    """In UTF-16 every second byte of a French text is zero."""
    head = content[:2_000]
    if head[1::2].count(0) > 0.8 * len(head[1::2]):
        return ["utf-16-le"]
    return ["utf-16-be"] if head[0::2].count(0) > 0.8 * len(head[0::2]) else []
