"""CSV into blocks: each row says the name of its columns, so that it can be read alone."""

import csv
import io
import re

from functions.knowledge.blocks import Block
from functions.shared.errors import UnsupportedDocument

DELIMITERS = ";\t|,"  # a comma last: in a French table it is part of numbers
QUOTED = re.compile(r'"[^"]*"')
SAMPLE = 20_000


def csv_blocks(text: str) -> list[Block]:
    """Return one line per row, `column : value ; ...`; raise `UnsupportedDocument` if the table cannot be read."""
    try:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True)
        rows = [[" ".join(cell.split()) for cell in row] for row in table]
    except csv.Error as error:
        raise UnsupportedDocument("Ce tableau CSV est abîmé : enregistre-le de nouveau.") from error
    rows = [row for row in rows if any(row)]
    header = rows[0] if len(rows) > 1 else []
    return [Block(_line(header, row), continues=True) for row in (rows[1:] if header else rows)]


def _delimiter(text: str) -> str:
    """Return the sign that the first record has most of, outside of quotes."""
    first = QUOTED.sub("", text[:SAMPLE]).lstrip("\r\n ").partition("\n")[0]
    most = max(DELIMITERS, key=first.count)
    return most if most in first else ","


def _line(header: list[str], row: list[str]) -> str:
    named = [*header, *[""] * len(row)]
    cells = (f"{name} : {cell}" if name else cell for name, cell in zip(named, row, strict=False) if cell)
    return " ; ".join(cells)
