"""The pure modules take any text: no exception but their own, and what each of them promises holds."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.knowledge.addresses import parse_address
from functions.knowledge.chunking import chunk
from functions.knowledge.extraction import KINDS, extract
from functions.knowledge.keywords import keywords
from functions.orchestrate.clauses import split_clauses
from functions.orchestrate.critical import read_critical
from functions.orchestrate.decision import apply_threshold
from functions.orchestrate.language import detect_language
from functions.orchestrate.llm_verdict import MalformedVerdict, read_verdict
from functions.orchestrate.models import INTENTS
from functions.orchestrate.small_talk import is_small_talk
from functions.orchestrate.urgency import read_urgency
from functions.postprocess.formatting import format_answer
from functions.postprocess.loop import find_loop
from functions.postprocess.markdown import tidy
from functions.postprocess.sentiment import find_sentiment, sentiment_features
from functions.postprocess.upsell import find_trigger
from functions.postprocess.words import count_words, limit_words
from functions.shared.errors import CallerProblem, UnreadablePage
from functions.shared.output_guard import guard
from functions.shared.output_guard_context import GuardContext
from functions.shared.personal_data import find_personal_data, mask_personal_data
from functions.shared.question_units import words_to_count
from functions.shared.quotation import Passage, quote, read_quotation
from functions.shared.text import fold
from tests.fuzz.budget import budget

PIECES = st.sampled_from(
    [
        "Crée une page de capture.", "```", "**", "# Titre", "- un point", "| a | b |", "[lien](https://[", "![](x)",
        "<b>", "{{ $env }}", "\n", "\n\n", "06 12 34 56 78", "a@b.fr", "FR76", "l’", "œ", "🌿", "\u200b", "\ufeff",
        "1. ", "İ", "ǅ",
        "https://lagencedescopines.com", "Je veux un remboursement", "urgent !!", "ok", "merci", "{", "}", '"',
    ]
)  # fmt: skip
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
TEXT = st.lists(PIECES | ANY_TEXT, max_size=8).map(" ".join)
EXPERT = st.sampled_from(["audrey", "carole"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
VERDICT = st.fixed_dictionaries(
    {},
    optional={
        "agent": st.sampled_from(["audrey", "Carole ", "ESCALATE", "bob", None]) | JSON,
        "confidence": st.sampled_from(["0,9", "90 %", 90, 1, True, "nan", -1, "1e400"]) | JSON,
        "reasoning": JSON,
        "primary_need": st.sampled_from([*INTENTS, "followup"]) | JSON,
        "urgency": JSON,
    },
)


@budget(150)
@given(before=TEXT, verdict=VERDICT, after=TEXT)
def test_a_model_s_text_holds_a_verdict_in_its_bounds_or_none(before: str, verdict: dict[str, Any], after: str) -> None:
    try:
        read = read_verdict(f"{before}{json.dumps(verdict)}{after}")
    except MalformedVerdict:
        return
    assert read.agent in ("audrey", "carole", "escalate")
    assert 0 <= read.confidence <= 1


@budget(100)
@given(text=TEXT, agent=EXPERT, addition=TEXT, needs_action=st.booleans())
def test_an_answer_gets_its_form(text: str, agent: Any, addition: str, needs_action: bool) -> None:
    formed, changes = format_answer(text, agent, addition=addition, needs_action=needs_action)

    assert formed == "" or formed.splitlines()[0].strip()
    assert all(isinstance(change, str) for change in changes)


@budget(100)
@given(text=TEXT, limit=st.integers(1, 40))
def test_a_text_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    assert count_words(limit_words(text, limit)) <= limit


@budget(100)
@given(text=TEXT)
def test_tidy_markdown_stays_tidy(text: str) -> None:
    once, _ = tidy(text)

    assert tidy(once)[0] == once


@budget(100)
@given(text=TEXT, visitor=TEXT, offer=TEXT)
def test_a_guarded_answer_shows_no_secret_whatever_is_around_it(text: str, visitor: str, offer: str) -> None:
    secret = "Zk3vT8qLw2Rj6NfYbX0pMdHs"
    context = GuardContext("https://agence.example", visitor_text=visitor, secrets=(secret,), offers=(offer,))

    assert secret not in guard(f"{text} {secret} {text}", context).text


@budget(100)
@given(text=TEXT)
def test_masked_data_is_gone_and_pieces_lie_in_order(text: str) -> None:
    found = find_personal_data(text)

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    masked = mask_personal_data(text)
    assert not [one for one in found if one.kind == "email" and text[one.start : one.end] in masked]


@budget(100)
@given(texts=st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_a_quotation_gives_back_as_many_passages_as_it_was_given(texts: list[tuple[str, str]]) -> None:
    passages = [Passage(title=title, filename="a.md", heading_path="", text=text) for title, text in texts]

    assert len(read_quotation(quote(passages, "0123456789abcdef"))) == len(passages)


@budget(150)
@given(kind=st.sampled_from(KINDS), content=st.binary(max_size=200) | TEXT.map(str.encode), name=ANY_TEXT)
def test_a_file_is_read_and_cut_or_refused_in_french(kind: str, content: bytes, name: str) -> None:
    try:
        extracted = extract(f"{name}{kind}", content)
    except CallerProblem as refusal:
        assert refusal.detail.endswith(".")
        return
    chunks = chunk(extracted.blocks, f"x{kind}", extracted.title)
    assert [one.chunk_index for one in chunks] == list(range(len(chunks)))
    assert len({one.id for one in chunks}) == len(chunks)
    for one in chunks:
        assert one.content.strip()
        words = keywords(one.heading_path, one.content)
        assert len(words) == len(set(words)) <= 8


@budget(150)
@given(url=ANY_TEXT | st.builds("http{}://{}{}".format, st.sampled_from(["", "s"]), ANY_TEXT, ANY_TEXT))
def test_an_address_is_plain_or_refused(url: str) -> None:
    try:
        parts = parse_address(url)
    except UnreadablePage:
        return
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert parts.username is None or parts.username == ""


@budget(100)
@given(message=TEXT.filter(str.strip), before=st.lists(TEXT, max_size=3))
def test_any_message_can_be_read(message: str, before: list[str]) -> None:
    assert find_sentiment(sentiment_features(message)) in ("positive", "neutral", "negative")
    assert find_loop([*before, message], before) in (None, "stuck", "deepening")
    assert find_trigger(message) in (None, "price", "training", "done_for_you", "overwhelmed")
    assert read_urgency(message) in ("low", "normal", "high")
    assert isinstance(is_small_talk(message), bool)
    assert len(detect_language(message)) in (2, 5)
    assert read_critical(message) is not None
    assert all(clause.strip() for clause in split_clauses(message))
    assert all(words_to_count(message))


@budget(100)
@given(
    agent=st.sampled_from(["audrey", "carole", "escalate"]), intent=st.sampled_from(INTENTS),
    confidence=st.floats(0, 1), threshold=st.floats(0, 1),
)  # fmt: skip
def test_nobody_answers_under_the_threshold_but_a_courtesy(
    agent: Any, intent: Any, confidence: float, threshold: float
) -> None:
    decided, _ = apply_threshold(agent, intent, confidence, threshold)

    is_kept = confidence >= threshold or intent == "small_talk"
    assert decided == (agent if is_kept else "escalate")


@budget(100)
@given(text=TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_property_that_does_not_hold_is_found() -> None:
    @budget(100)
    @given(text=TEXT)
    def wrong(text: str) -> None:
        assert limit_words(text, 5) == text

    with pytest.raises(AssertionError):
        wrong()
