"""Markdown into blocks, by way of HTML: one reader of structure for both."""

import re

from markdown_it import MarkdownIt

from functions.knowledge.blocks import Block
from functions.knowledge.html import html_blocks

FRONT_MATTER = re.compile(r"\A---\n(?=(?:\s*(?:#.*)?\n)*[\"'\w][^\n:]*:).*?\n---\n", re.DOTALL)
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def markdown_blocks(text: str) -> list[Block]:
    """Return the headings and texts of a Markdown document, its front matter left out."""
    return html_blocks(PARSER.render(FRONT_MATTER.sub("", text)))
