"""Any argument that a SQL function's declared types allow, and what has to be true of the data whatever was passed."""

from typing import Any

import psycopg
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

Connection = psycopg.Connection[Any]

VECTOR = "[" + ",".join(["0.1"] * 1536) + "]"
FEW_IDS = [f"00000000-0000-4000-8000-{number:012d}" for number in range(4)]
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80)
KNOWN_TEXT = st.sampled_from(
    ["audrey", "carole", "shared", "escalate", "user", "reply", "give_back", "close", "up", "a@b.fr", "", "writer"]
)
SCALAR = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXT | st.floats(allow_nan=False)
JSON = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=8
)
# The keys that our functions read, so that examples come further than the first check.
KEYS = [
    "response", "agent", "confidence", "sources", "degraded", "upsell", "reason", "summary", "filename", "title",
    "agent_owner", "tags", "priority", "content_hash", "chosen", "id", "chunk_index", "content", "keywords", "page",
    "turn_id", "role", "model_asked", "status", "failures", "cost_usd", "heading_path", "category",
]  # fmt: skip
LIKELY = KNOWN_TEXT | st.sampled_from(FEW_IDS) | st.lists(TEXT, max_size=3) | st.floats(0, 1) | JSON
OBJECT = st.dictionaries(st.sampled_from(KEYS), LIKELY, max_size=8)
ANSWER = st.fixed_dictionaries(
    {
        "response": TEXT,
        "agent": st.sampled_from(["audrey", "carole", "escalate"]),
        "confidence": st.floats(0, 1),
        "sources": st.lists(TEXT, max_size=2),
    },
    optional={"degraded": st.lists(TEXT, max_size=2) | JSON, "upsell": JSON, "next_action": JSON},
)
WHOLE = st.integers(-(2**31), 2**31 - 1) | st.integers(-2, 100)

BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "uuid": st.sampled_from(FEW_IDS),
    "text": TEXT | KNOWN_TEXT,
    "integer": WHOLE,
    "bigint": st.integers(-(2**63), 2**63 - 1) | WHOLE,
    "double precision": st.floats(),
    "numeric": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "jsonb": st.builds(Jsonb, ANSWER | OBJECT | st.lists(OBJECT, max_size=3) | JSON),
    "text[]": st.lists(TEXT | KNOWN_TEXT, max_size=5),
    "extensions.vector": st.just(VECTOR),
    "public.turn_claims": st.just(f"({FEW_IDS[0]},{FEW_IDS[1]},w,1,2026-01-01,2026-01-01,)"),
}


def signatures(db: Connection) -> dict[str, list[str]]:
    """Every function of ours that can be called, by name, with the types of its arguments."""
    rows = db.execute(
        "select proname, array(select format_type(kind, null) from unnest(proargtypes) with ordinality as a (kind, i) "
        "order by i) from pg_proc where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype"
    )
    return {name: list(kinds) for name, kinds in rows}


def arguments(kinds: list[str]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*(st.none() | BY_TYPE[kind] if i % 3 == 2 else BY_TYPE[kind] for i, kind in enumerate(kinds)))


# What is true after every call, as queries for what would be half stored.
HALF_STORED = {
    "an answer without its question": """
        select answer.turn_id from public.messages as answer where answer.role = 'assistant' and not exists (
            select from public.messages as asked where asked.turn_id = answer.turn_id and asked.role = 'user')""",
    "an answer whose turn is still claimed": """
        select answer.turn_id from public.messages as answer where answer.role = 'assistant' and not exists (
            select from public.turn_claims as claim
            where claim.turn_id = answer.turn_id and claim.answered_at is not null)""",
    "a question whose turn nobody claimed": """
        select asked.turn_id from public.messages as asked where asked.role = 'user' and asked.turn_id is not null
        and not exists (select from public.turn_claims as claim where claim.turn_id = asked.turn_id)""",
    "a question and an answer in two conversations": """
        select answer.turn_id from public.messages as answer inner join public.messages as asked
        on asked.turn_id = answer.turn_id and asked.conversation_id <> answer.conversation_id""",
    "an answer that cannot be given": """
        select turn_id from public.messages where role = 'assistant' and turn_id is not null
        and (public.stored_answer(turn_id)) is null""",
    "a hand-off of a turn of another conversation": """
        select handoff.turn_id from public.handoffs as handoff inner join public.messages as message
        on message.turn_id = handoff.turn_id and message.conversation_id <> handoff.conversation_id""",
    "a document without passages of its own owner": """
        select chunk.id from public.document_chunks as chunk inner join public.documents as document
        on document.id = chunk.document_id and document.agent_owner <> chunk.agent_owner""",
    "words that are not counted": """
        select count(*) from public.document_chunks having count(*) <> (
            select coalesce(sum(passages), 0) from public.search_words where word = '')""",
}  # fmt: skip


def half_stored(db: Connection) -> dict[str, list[Any]]:
    """Returns the offending rows by what is wrong with them."""
    db.execute("set constraints all immediate")
    found = {name: db.execute(query).fetchall() for name, query in HALF_STORED.items()}  # type: ignore[call-overload]
    return {name: rows for name, rows in found.items() if rows}
