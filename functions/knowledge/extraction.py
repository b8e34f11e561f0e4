"""Any supported file into a title and blocks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from functions.knowledge.blocks import Block
from functions.knowledge.decoding import decode, readable
from functions.knowledge.docx import docx_blocks
from functions.knowledge.html import html_blocks, html_title
from functions.knowledge.markdown import markdown_blocks
from functions.knowledge.pdf import pdf_blocks
from functions.knowledge.table import csv_blocks
from functions.shared.errors import InvalidRequest, UnsupportedDocument

MAX_TEXT_CHARACTERS = 1_000_000
MAX_LINE_CHARACTERS = 200_000
MAX_TITLE_CHARACTERS = 200
FORBIDDEN_IN_NAMES = re.compile(r"[/\\\x00-\x1f\x7f]|^\.+$")

TEXT_READERS: dict[str, Callable[[str], list[Block]]] = {
    ".md": markdown_blocks,
    ".markdown": markdown_blocks,
    ".txt": lambda text: [Block(" ".join(part.split())) for part in re.split(r"\n\s*\n", text) if part.strip()],
    ".csv": csv_blocks,
}
FILE_READERS: dict[str, Callable[[bytes], list[Block]]] = {".pdf": pdf_blocks, ".docx": docx_blocks}
HTML_KINDS = (".html", ".htm")
KINDS = sorted({*TEXT_READERS, *FILE_READERS, *HTML_KINDS})


@dataclass(frozen=True)
class Extracted:
    """A document's title and what it says."""

    title: str
    blocks: list[Block]


def extract(filename: str, content: bytes) -> Extracted:
    """Return what a file says; raise `UnsupportedDocument`, or `InvalidRequest` for its name, in French."""
    if FORBIDDEN_IN_NAMES.search(filename):
        raise InvalidRequest("Le nom du fichier ne peut contenir ni « / », ni « \\ », ni caractère invisible.")
    if not content.strip():
        raise UnsupportedDocument("Ce fichier est vide.")
    title, blocks = _read(PurePosixPath(filename).suffix.lower(), content)
    title, blocks = readable(title), [replace(block, text=readable(block.text)) for block in blocks]
    if sum(len(block.text) for block in blocks) > MAX_TEXT_CHARACTERS:
        raise UnsupportedDocument(f"Ce document dépasse {MAX_TEXT_CHARACTERS} caractères : découpe-le.")
    title = next((block.text for block in blocks if block.level), "") or title or _title_of_name(filename)
    return Extracted(title[:MAX_TITLE_CHARACTERS], blocks)


def _read(kind: str, content: bytes) -> tuple[str, list[Block]]:
    """Return the title that the format itself has, if any, and the blocks."""
    if kind in FILE_READERS:
        return "", FILE_READERS[kind](content)
    if kind in HTML_KINDS:
        html = decode(content, _declared_charset(content))
        return html_title(html), html_blocks(html)
    if kind not in TEXT_READERS:
        raise UnsupportedDocument(f"Format inconnu : les formats lus sont {', '.join(KINDS)}.")
    text = decode(content)
    if any(len(line) > MAX_LINE_CHARACTERS for line in text.split("\n")):
        raise UnsupportedDocument(f"Une ligne dépasse {MAX_LINE_CHARACTERS} caractères : ce n'est pas un texte à lire.")
    return "", TEXT_READERS[kind](text)


def _declared_charset(content: bytes) -> str:
    found = re.search(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{1,40})", content[:2_000], re.IGNORECASE)
    return found[1].decode("ascii", errors="replace") if found else "utf-8"


def _title_of_name(filename: str) -> str:
    stem = re.sub(r"[-_]+", " ", PurePosixPath(filename).stem).strip()
    return stem[:1].upper() + stem[1:]
