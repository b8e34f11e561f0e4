"""Word documents into blocks, by way of HTML."""

import zipfile
import zlib
from io import BytesIO
from typing import Any, cast
from xml.parsers.expat import ExpatError

import mammoth  # pyright: ignore[reportMissingTypeStubs]

from functions.knowledge.blocks import Block
from functions.knowledge.html import html_blocks
from functions.shared.errors import UnsupportedDocument

MAX_UNPACKED_BYTES = 100_000_000
MAX_ENTRIES = 2_000
STYLES = "p[style-name='Title'] => h1:fresh"
DAMAGED = "Ce document Word est abîmé ou n'en est pas un : enregistre-le de nouveau en .docx."


def docx_blocks(content: bytes) -> list[Block]:
    """Return the headings and texts of a .docx; raise `UnsupportedDocument` if it is damaged or a zip bomb."""
    try:
        _refuse_traps(content)
        convert = cast(Any, mammoth).convert_to_html
        html = str(convert(BytesIO(content), style_map=STYLES, convert_image=_no_image).value)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        RuntimeError,
        ExpatError,
    ) as error:
        raise UnsupportedDocument(DAMAGED) from error
    return html_blocks(html)


def _refuse_traps(content: bytes) -> None:
    """Refuse an archive that unpacks to far more than it weighs, and XML that could expand by itself."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
            raise UnsupportedDocument("Ce document Word est trop gros une fois décompressé.")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(1_000).upper():
                        raise UnsupportedDocument(DAMAGED)


def _no_image(_: object) -> list[object]:
    return []
