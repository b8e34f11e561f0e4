"""Any supported file into a title and blocks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from functions.knowledge.blocks import Block
from functions.knowledge.markdown import markdown_blocks
from functions.shared.errors import UnsupportedDocument


@dataclass(frozen=True)
class Extracted:
    """A document's title and what it says."""

    title: str
    blocks: Sequence[Block]


READERS: dict[str, Callable[[str], list[Block]]] = {".md": markdown_blocks, ".txt": markdown_blocks}


def extract(filename: str, content: bytes) -> Extracted:
    """Return what a file says; raise `UnsupportedDocument` in French when it cannot be read."""
    reader = READERS.get(PurePosixPath(filename).suffix.lower())
    if reader is None:
        raise UnsupportedDocument("Format inconnu.")
    blocks = reader(content.decode())
    title = next((block.text for block in blocks if block.level), "") or filename
    return Extracted(title, blocks)
