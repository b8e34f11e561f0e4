"""Conversation, rate limit and hand-off against a small model: whatever the order, SQL and model agree."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule
from psycopg.types.json import Jsonb

from bench.temporary_base import TemporaryBase
from tests.fuzz.budget import budget
from tests.fuzz.sql_arguments import half_stored

VISITOR_LIMIT, ADDRESS_LIMIT, WINDOW = 3, 5, 3600
WORKERS = st.sampled_from(["n8n-1", "n8n-2"])
ADDRESSES = st.sampled_from([None, "192.0.2.1", "192.0.2.2"])
OPENED = {"open", "human"}
REPEATS = 60  # of one conversation's turns, a window


class Turn:
    """What the model knows of one turn."""

    def __init__(self, conversation: UUID, worker: str, text: str) -> None:
        self.conversation, self.worker, self.text = conversation, worker, text
        self.answer: str | None = None
        self.is_leased = True
        self.is_for_the_team = False


class Conversations(RuleBasedStateMachine):
    """One database, several visitors, two workers."""

    url = ""
    turns = Bundle("turns")

    @initialize()
    def connect(self) -> None:
        self.db = psycopg.connect(self.url)
        self.visitors = [uuid4(), uuid4()]
        self.status = dict.fromkeys(self.visitors, "none")
        self.said: dict[UUID, list[str]] = {one: [] for one in self.visitors}
        self.newest = dict.fromkeys(self.visitors, "nobody")
        self.used: dict[str, int] = {}
        self.known: dict[UUID, Turn] = {}

    def teardown(self) -> None:
        self.db.close()

    def sql(self, query: str, *given: Any) -> Any:
        row = self.db.execute(query, given).fetchone()  # type: ignore[call-overload]
        return row[0] if row else None

    def open(self, turn: UUID, conversation: UUID, text: str, worker: str, address: str | None) -> dict[str, Any]:
        names = "turn_id => %s, conversation_id => %s, message => %s, worker => %s, visitor_ip => %s"
        limits = f"visitor_limit => {VISITOR_LIMIT}, ip_limit => {ADDRESS_LIMIT}, window_seconds => {WINDOW}"
        return self.sql(f"select public.open_turn({names}, {limits})", turn, conversation, text, worker, address)

    def takes(self, key: str, limit: int) -> bool:
        self.used[key] = self.used.get(key, 0) + 1
        return self.used[key] <= limit

    @rule(target=turns, who=st.integers(0, 1), text=st.sampled_from(["a", "é", "b"]), worker=WORKERS, address=ADDRESSES)
    def ask(self, who: int, text: str, worker: str, address: str | None) -> UUID:
        turn, visitor = uuid4(), self.visitors[who]
        opened = self.open(turn, visitor, text, worker, address)
        allowed = self.takes(str(visitor), VISITOR_LIMIT) and (not address or self.takes(address, ADDRESS_LIMIT))
        if not allowed:
            assert opened["outcome"] == "rate_limited"
            assert 0 < opened["retry_after"] <= WINDOW
            return turn
        if self.status[visitor] in ("none", "closed"):
            self.status[visitor] = "bot"
        self.known[turn] = Turn(visitor, worker, text)
        self.known[turn].is_for_the_team = self.status[visitor] == "human"
        assert opened["outcome"] == ("human" if self.status[visitor] == "human" else "open")
        if opened["outcome"] == "open":
            assert [message["content"] for message in opened["history"]] == self.said[visitor][-10:]
        self.said[visitor].append(text)
        self.newest[visitor] = "visitor"
        return turn

    @rule(turn=turns, worker=WORKERS, other_text=st.booleans())
    def post_again(self, turn: UUID, worker: str, other_text: bool) -> None:
        if (known := self.known.get(turn)) is None:
            return
        again = self.open(turn, known.conversation, "autre" if other_text else known.text, worker, None)
        if not self.takes(f"again {known.conversation}", REPEATS):
            assert again["outcome"] == "rate_limited"
        elif known.answer is not None:
            assert again["outcome"] == "answered"
            assert again["answer"]["response"] == known.answer
        elif known.is_for_the_team:
            assert again["outcome"] == "human"
        elif known.is_leased and worker != known.worker:
            assert again["outcome"] == "in_progress"
        elif other_text:
            assert again["outcome"] == "conflict"
        elif self.status[known.conversation] == "human":
            assert again["outcome"] == "human"
            known.is_for_the_team = True
        else:
            assert again["outcome"] == "open"
            known.worker, known.is_leased = worker, True

    @rule(turn=turns)
    def post_under_another_conversation(self, turn: UUID) -> None:
        if turn in self.known:
            assert self.open(turn, uuid4(), "intrus", "n8n-1", None) == {"outcome": "conflict"}

    @rule(turn=turns, text=st.sampled_from(["x", "y"]), hand_over=st.booleans())
    def answer(self, turn: UUID, text: str, hand_over: bool) -> None:
        known = self.known.get(turn)
        if known is None or known.is_for_the_team:
            return
        answer = Jsonb({"response": text, "agent": "audrey", "confidence": 1, "sources": []})
        handoff = Jsonb({"reason": "human", "summary": text}) if hand_over else None
        saved = self.sql(
            "select public.save_turn(%s, %s, 'perdu', %s, '{}', %s)", turn, known.conversation, answer, handoff
        )
        if known.answer is None:
            known.answer = text
            self.said[known.conversation].append(text)
            self.newest[known.conversation] = "assistant"
            if hand_over:
                self.status[known.conversation] = "human"
        assert saved["response"] == known.answer

    @rule(who=st.integers(0, 1), action=st.sampled_from(["reply", "give_back", "close", "dance"]))
    def the_team_acts(self, who: int, action: str) -> None:
        visitor = self.visitors[who]
        key = self.sql(
            "select desk_key from public.handoffs where conversation_id = %s and status <> 'closed' limit 1", visitor
        )
        done = self.sql("select public.team_act(%s, %s, 'Bonjour')", key or uuid4(), action)["done"]
        assert done == (key is not None and action != "dance")
        if done and action == "reply":
            if self.newest[visitor] != "team":  # else it is the same button, clicked twice
                self.said[visitor].append("Bonjour")
            self.newest[visitor] = "team"
        elif done:
            self.status[visitor] = {"give_back": "bot", "close": "closed"}[action]

    @rule()
    def the_window_ends(self) -> None:
        self.db.execute("update public.rate_limits set window_ends_at = clock_timestamp() - interval '1 second'")
        self.used.clear()

    @precondition(lambda self: any(turn.is_leased for turn in self.known.values()))
    @rule()
    def the_workers_die(self) -> None:
        self.db.execute("update public.turn_claims set lease_expires_at = clock_timestamp() - interval '1 second'")
        for turn in self.known.values():
            turn.is_leased = False

    @invariant()
    def sql_and_model_agree(self) -> None:
        for visitor, status in self.status.items():
            assert self.sql("select status from public.conversations where id = %s", visitor) == (
                None if status == "none" else status
            )
            stored = self.sql(
                "select array_agg(content order by seq) from public.messages where conversation_id = %s", visitor
            )
            assert (stored or []) == self.said[visitor]

    @invariant()
    def nothing_is_half_stored(self) -> None:
        assert half_stored(self.db) == {}


@pytest.fixture
def machine(base: TemporaryBase) -> Iterator[type[Conversations]]:
    Conversations.url = base.postgres_url
    yield Conversations


def test_conversation_rate_limit_and_handoff_agree_with_the_model(machine: type[Conversations]) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(machine, settings=budget(20, many=400, stateful_step_count=25))


def test_the_model_notices_a_database_that_forgets_the_limit(machine: type[Conversations]) -> None:
    """Mutation: a rate limit that lets one too many through is found."""
    from hypothesis.stateful import run_state_machine_as_test

    class Generous(machine):  # type: ignore[misc, valid-type]
        def takes(self, key: str, limit: int) -> bool:
            return super().takes(key, limit + 1)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Generous, settings=budget(100, stateful_step_count=25, phases=[Phase.generate]))
