"""Where a document is cut: along its headings first, then its paragraphs, then its sentences."""

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from functions.knowledge.blocks import Block
from functions.knowledge.tokens import count_tokens

MAX_TOKENS = 320
MIN_TOKENS = 40
OVERLAP_TOKENS = 48
HEADING_SEPARATOR = " > "
NAMESPACE = uuid.UUID("6f0d6f3e-6c1e-5d0b-9a55-0c1f3a1f7e10")
SENTENCE_END = re.compile(r"(?<=[.!?…])[»\"')\]]*\s+(?=[«\"'(\[]*[A-ZÀ-ÖØ-Þ0-9])|\n+")


@dataclass(frozen=True)
class Chunk:
    """A passage: what is quoted (`content`) and where it stands."""

    id: uuid.UUID
    chunk_index: int
    heading_path: str
    page: int | None
    content: str
    content_hash: str

    @property
    def embedded_text(self) -> str:
        """The text that is embedded and hashed: the heading path in front."""
        return embedded_text(self.heading_path, self.content)


@dataclass(frozen=True)
class _Piece:
    text: str
    tokens: int
    page: int | None
    glue: str


@dataclass
class _Section:
    path: tuple[str, ...]
    pieces: list[_Piece]

    @property
    def tokens(self) -> int:
        return sum(piece.tokens for piece in self.pieces)


def embedded_text(heading_path: str, content: str) -> str:
    """Return what stands for a passage in vectors and hashes."""
    return f"{heading_path}\n{content}" if heading_path else content


def chunk(blocks: Iterable[Block], filename: str, title: str) -> list[Chunk]:
    """Return the passages of a document; the same text in the same file keeps its id wherever it moves."""
    sections = _join_small(_sections(blocks, title))
    cut = (
        (HEADING_SEPARATOR.join(section.path), pieces) for section in sections for pieces in _windows(section.pieces)
    )
    seen: Counter[str] = Counter()
    chunks: list[Chunk] = []
    for index, (heading_path, pieces) in enumerate(cut):
        content = _joined(pieces)
        content_hash = hashlib.sha256(embedded_text(heading_path, content).encode()).hexdigest()
        identity = f"{filename}\n{content_hash}\n{seen[content_hash]}"
        seen[content_hash] += 1
        chunk_id = uuid.uuid5(NAMESPACE, identity)
        chunks.append(Chunk(chunk_id, index, heading_path, pieces[0].page, content, content_hash))
    return chunks


def _sections(blocks: Iterable[Block], title: str) -> Iterator[_Section]:
    """Group texts under the path of their headings, which always starts with the document's title."""
    headings: list[tuple[int, str]] = []
    section = _Section((title,), [])
    for block in blocks:
        if not block.level:
            section.pieces.extend(_pieces(block))
            continue
        yield section
        headings = [(level, text) for level, text in headings if level < block.level]
        headings.append((block.level, block.text))
        path = [text for _, text in headings]
        section = _Section((title, *path) if path[0] != title else tuple(path), [])
    yield section


def _pieces(block: Block) -> Iterator[_Piece]:
    glue = "\n" if block.continues else "\n\n"
    tokens = count_tokens(block.text)
    if tokens <= MAX_TOKENS:
        yield _Piece(block.text, tokens, block.page, glue)
        return
    for sentence in SENTENCE_END.split(block.text):
        for part in _short_enough(sentence):
            yield _Piece(part, count_tokens(part), block.page, glue)
            glue = " "


def _short_enough(sentence: str) -> Iterator[str]:
    """Cut a sentence that is longer than a passage between two words, or anywhere if it has no spaces."""
    if count_tokens(sentence) <= MAX_TOKENS:
        yield sentence
        return
    longest = MAX_TOKENS * 3  # characters: never above MAX_TOKENS tokens for running text
    start = 0
    while start < len(sentence):
        end = start + longest
        space = sentence.rfind(" ", start, end) if end < len(sentence) else -1
        end = space if space > start else end
        yield sentence[start:end].strip()
        start = end


def _join_small(sections: Iterable[_Section]) -> list[_Section]:
    """Let a section of a line or two join the one before it under the same parent, its heading kept as text."""
    joined: list[_Section] = []
    for section in sections:
        before = joined[-1] if joined else None
        if not section.pieces:
            continue
        small = section.tokens < MIN_TOKENS
        if before and small and before.path[:-1] == section.path[:-1] and before.tokens + section.tokens < MAX_TOKENS:
            heading = section.path[-1]
            before.pieces.append(_Piece(heading, count_tokens(heading), section.pieces[0].page, "\n\n"))
            before.pieces.extend(section.pieces)
        else:
            joined.append(section)
    return joined


def _windows(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield runs of pieces of at most MAX_TOKENS; each run but the first repeats the end of the one before."""
    window: list[_Piece] = []
    fresh = False
    for piece in pieces:
        if window and sum(one.tokens for one in window) + piece.tokens > MAX_TOKENS:
            if fresh:
                yield window
            window = _overlap(window, MAX_TOKENS - piece.tokens)
        window = [*window, piece]
        fresh = True
    if window:
        yield window


def _overlap(window: Sequence[_Piece], room: int) -> list[_Piece]:
    kept: list[_Piece] = []
    budget = min(OVERLAP_TOKENS, room)
    for piece in reversed(window):
        budget -= piece.tokens
        if budget < 0:
            break
        kept.insert(0, piece)
    return kept


def _joined(pieces: Sequence[_Piece]) -> str:
    return "".join((piece.glue if index else "") + piece.text for index, piece in enumerate(pieces)).strip()
