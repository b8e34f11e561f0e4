"""HTML into blocks: what a reader sees, in order; scripts, menus and forms stay out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from functions.knowledge.blocks import Block

HEADINGS = {f"h{level}": level for level in range(1, 7)}
SKIPPED = re.compile(
    "script|style|noscript|template|nav|footer|aside|form|button|select|svg|iframe|object|head|dialog|canvas"
)
BREAKING = re.compile(
    "h[1-6]|address|article|blockquote|body|br|dd|details|div|dl|dt|figcaption|figure|header|hr|li|main|ol|p|pre|section"
    "|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
CELLS = ("td", "th")
LISTS = ("ul", "ol")


def html_blocks(html: str) -> list[Block]:
    """Return the headings and texts of a page; of a whole site's page, only its `<main>` or single `<article>`."""
    tree = LexborHTMLParser(html)
    root = _main_part(tree)
    if root is None:
        return []
    writer = _Writer()
    for node, entering in _walk(root):
        if entering:
            writer.enter(node)
        else:
            writer.leave(node.tag or "")
    writer.flush()
    return writer.blocks


def html_title(html: str) -> str:
    """Return the text of `<title>`, empty if there is none."""
    node = LexborHTMLParser(html).css_first("head > title")
    return " ".join(node.text().split()) if node else ""


def _main_part(tree: LexborHTMLParser) -> LexborNode | None:
    articles = tree.css("article")
    return tree.css_first("main") or (articles[0] if len(articles) == 1 else tree.body)


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield each node when entered and when left, without recursion: a page may be nested as deep as it likes."""
    node = root
    while True:
        yield node, True
        child = None if SKIPPED.fullmatch(node.tag or "") else node.child
        if child is not None:
            node = child
            continue
        yield node, False
        while node.next is None:
            if node.parent is None or node.mem_id == root.mem_id:
                return
            node = node.parent
            yield node, False
            if node.mem_id == root.mem_id:
                return
        if node.mem_id == root.mem_id:
            return
        node = node.next


@dataclass
class _Writer:
    blocks: list[Block] = field(default_factory=list[Block])
    pieces: list[str] = field(default_factory=list[str])
    cells: list[str] | None = None
    counters: list[int | None] = field(default_factory=list["int | None"])
    prefix: str = ""
    level: int = 0
    preformatted: bool = False

    def enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self.pieces.append(node.text_content or "" if self.preformatted else " ".join(_padded(node)))
        elif BREAKING.fullmatch(tag) and self.cells is None:
            self.flush()
            self._open(tag)
        elif BREAKING.fullmatch(tag):
            self.pieces.append(" ")

    def leave(self, tag: str) -> None:
        if tag in CELLS and self.cells is not None:
            self.cells.append(" ".join("".join(self.pieces).split()))
            self.pieces = []
        elif tag == "tr" and self.cells is not None:
            self._close_row()
        elif BREAKING.fullmatch(tag) and self.cells is None:
            self.flush()
            self._close(tag)

    def flush(self) -> None:
        """Write what was collected as one block."""
        joined = "".join(self.pieces)
        text = joined.strip("\n") if self.preformatted else " ".join(joined.split())
        self.pieces = []
        if not text.strip():
            return
        indent = "  " * max(0, len(self.counters) - 1) if self.prefix else ""
        self.blocks.append(Block(indent + self.prefix + text, self.level, continues=bool(self.counters)))
        self.prefix = ""

    def _open(self, tag: str) -> None:
        if tag in HEADINGS:
            self.level = HEADINGS[tag]
        elif tag in LISTS:
            self.counters.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.prefix = self._next_prefix()
        elif tag == "tr":
            self.cells = []
        elif tag == "pre":
            self.preformatted = True

    def _close(self, tag: str) -> None:
        if tag in HEADINGS:
            self.level = 0
        elif tag in LISTS and self.counters:
            self.counters.pop()
        elif tag == "li":
            self.prefix = ""
        elif tag == "pre":
            self.preformatted = False

    def _next_prefix(self) -> str:
        if not self.counters or self.counters[-1] is None:
            return "- "
        self.counters[-1] += 1
        return f"{self.counters[-1]}. "

    def _close_row(self) -> None:
        row, self.cells = self.cells or [], None
        if any(row):
            self.blocks.append(Block("| " + " | ".join(row) + " |", continues=True))


def _padded(node: LexborNode) -> Iterator[str]:
    text = node.text_content or ""
    yield (" " if text[:1].isspace() else "") + " ".join(text.split()) + (" " if text[-1:].isspace() else "")
