"""What every kind of file becomes first: headings and texts, in reading order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A heading (`level` 1 to 6) or a piece of text (`level` 0): a paragraph, a list item, a table row."""

    text: str
    level: int = 0
    page: int | None = None
    continues: bool = False
    """The text belongs on the line after the block before it, without a blank line: items and rows."""
