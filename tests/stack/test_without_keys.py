"""The same product without a single key: the stand-ins answer, and say so."""

from collections.abc import Iterator

import httpx
import pytest

from dev import functions, knowledge
from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.stack.test_turn import FUNNEL, INSTAGRAM
from tests.stack.visitor import Database, Visitor


@pytest.fixture(scope="module")
def keyless(stack: Stack) -> Iterator[Stack]:
    """The stack with its functions restarted without keys, and back."""
    with_keys = dict(stack.functions_env)
    # empty, not absent: a developer's shell may hold real keys
    restart(stack, {name: "" for name in with_keys if name.endswith("_KEY")})
    yield stack
    restart(stack, with_keys)


def restart(stack: Stack, environment: dict[str, str]) -> None:
    stack.kill("functions")
    stack.supervisor.start(functions.part(stack.settings, environment))
    knowledge.load(stack.settings)


@pytest.mark.parametrize(("question", "agent"), [(FUNNEL, "audrey"), (INSTAGRAM, "carole")])
def test_without_keys_the_stand_ins_answer_and_say_so(
    keyless: Stack, visitor: Visitor, database: Database, simulator: SimulatorHandle, question: str, agent: str
) -> None:
    answer = visitor.ask(question)

    assert answer["agent"] == agent
    assert answer["sources"]
    assert answer["degraded"] == []
    assert "démonstration" in answer["response"]
    assert simulator.calls() == []
    [call] = database.rows("select * from llm_calls where turn_id = %s", answer["turn_id"])
    assert call["model"].startswith("local/")


def test_readiness_says_which_providers_are_stand_ins(keyless: Stack) -> None:
    ready = httpx.get(f"{keyless.functions_url}/readyz").json()

    assert ready["ready"] is True
    kinds = {name: dependency["kind"] for name, dependency in ready["dependencies"].items()}
    assert kinds == {
        "database": "real",
        "embeddings": "stand-in",
        "rerank": "stand-in",
        "router_llm": "stand-in",
        "writer": "stand-in",
    }


def test_changing_the_embedding_model_embeds_the_knowledge_again(keyless: Stack, database: Database) -> None:
    models = database.rows(
        "select distinct embedding_model from document_chunks join documents on documents.id = document_id"
        " where filename = 'guide-kajabi.md'"
    )

    assert [row["embedding_model"] for row in models] == ["local/hashed-french-2"]
