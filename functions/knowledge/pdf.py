"""PDF into blocks, page by page."""

import logging
import re
import time
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from functions.knowledge.blocks import Block
from functions.shared.errors import UnsupportedDocument

# Its warnings are for the authors of PDF programs.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MAX_PAGES = 500
MAX_SECONDS = 30.0
HYPHEN_AT_LINE_END = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
LINE_IN_SENTENCE = re.compile(r"(?<![.!?:;…])\n(?=[a-zà-ÿ(«\"])")


def pdf_blocks(content: bytes) -> list[Block]:
    """Return the paragraphs of a PDF with their page; raise `UnsupportedDocument` if it is encrypted or corrupt."""
    try:
        return _read(content, time.monotonic() + MAX_SECONDS)
    # pypdf lets errors of its parsers through when a file is damaged
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise UnsupportedDocument("Ce PDF est abîmé : ouvre-le et enregistre-le de nouveau.") from error


def _read(content: bytes, deadline: float) -> list[Block]:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnsupportedDocument("Ce PDF est protégé par un mot de passe : enregistre-le sans protection.")
    if len(reader.pages) > MAX_PAGES:
        raise UnsupportedDocument(f"Ce PDF a plus de {MAX_PAGES} pages : découpe-le.")
    blocks: list[Block] = []
    for number, page in enumerate(reader.pages, start=1):
        if time.monotonic() > deadline:
            raise UnsupportedDocument("Ce PDF est trop long à lire : découpe-le ou enregistre-le de nouveau.")
        blocks.extend(Block(text, page=number) for text in _paragraphs(page.extract_text()))
    if not blocks:
        raise UnsupportedDocument("Ce PDF ne contient que des images : il faut une version avec du texte.")
    return blocks


def _paragraphs(text: str) -> list[str]:
    joined = LINE_IN_SENTENCE.sub(" ", HYPHEN_AT_LINE_END.sub("", text))
    return [part.strip() for part in re.split(r"\n\s*\n|\n", joined) if part.strip()]
