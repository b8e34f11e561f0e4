"""Which sentences of the quoted passages answer a question best."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.llm.offline_matching import coverage
from functions.shared.quotation import Passage
from functions.shared.text import stems, words

MOST_FINDINGS = 4
MOST_WORDS = 150
SHORTEST, LONGEST = 4, 45
# A passage that shares less than this with the question is about something else.
LEAST_RELEVANCE = 0.2
# What the passage is about counts beside what the sentence says: a step rarely repeats the subject of its list.
PASSAGE_WEIGHT = 0.8
STEP_BONUS = 0.1

LIST_ITEM = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
# Headings, tables, code; a line that begins with a quote is an example that means little alone.
SKIPPED_LINE = re.compile(r"^\s*(?:#|\||›|```|---)")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"\*{1,3}|__|`")
SENTENCE_BREAK = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«\d])")


@dataclass(frozen=True)
class Finding:
    """One sentence or list item that answers, and the title it comes from."""

    text: str
    source: str


@dataclass(frozen=True)
class _Candidate:
    finding: Finding
    passage: int
    is_step: bool


def find_answers(question: str, passages: Sequence[Passage], *, trust_search: bool = False) -> list[Finding]:
    """Return the 1 to 4 sentences that fit the question best, in reading order; none if no passage is about it.

    `trust_search` takes the passages' order for their relevance: words of another language cannot be compared.
    """
    relevance = _relevance(question, passages, trust_search)
    candidates = [
        candidate
        for number, passage in enumerate(passages)
        if relevance[number] >= LEAST_RELEVANCE
        for candidate in _candidates(number, passage)
    ]
    scores = coverage(question, [candidate.finding.text for candidate in candidates])
    value = [
        score + PASSAGE_WEIGHT * relevance[candidate.passage] + STEP_BONUS * candidate.is_step
        for score, candidate in zip(scores, candidates, strict=True)
    ]
    ranking = sorted(range(len(candidates)), key=lambda place: -value[place])
    return [candidates[place].finding for place in sorted(_within_bounds(ranking, candidates))]


def _relevance(question: str, passages: Sequence[Passage], trust_search: bool) -> list[float]:
    if trust_search or not stems(question):
        # « Et ensuite ? » names nothing: trust the order of the search.
        return [1.0 - place / 10 for place in range(len(passages))]
    return coverage(question, [f"{one.title} {one.heading_path} {one.text}" for one in passages])


def _candidates(number: int, passage: Passage) -> Iterator[_Candidate]:
    seen: set[str] = set()
    for line in passage.text.split("\n"):
        is_step = LIST_ITEM.match(line) is not None
        plain = EMPHASIS.sub("", LINK.sub(r"\1", LIST_ITEM.sub("", line))).strip()
        if SKIPPED_LINE.match(line) or plain.startswith("«"):
            continue
        for sentence in [plain] if is_step else SENTENCE_BREAK.split(plain):
            text = _finish(sentence)
            if SHORTEST <= len(words(text)) <= LONGEST and not text.endswith(":") and text not in seen:
                seen.add(text)
                yield _Candidate(Finding(text, passage.title or passage.filename), number, is_step)


def _finish(sentence: str) -> str:
    text = sentence.strip().rstrip(";,").rstrip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…:»)" else ".")


def _within_bounds(ranking: Sequence[int], candidates: Sequence[_Candidate]) -> list[int]:
    chosen: list[int] = []
    total = 0
    for place in ranking:
        length = len(candidates[place].finding.text.split())
        if len(chosen) < MOST_FINDINGS and total + length <= MOST_WORDS:
            chosen.append(place)
            total += length
    return chosen
