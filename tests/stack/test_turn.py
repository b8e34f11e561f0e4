"""A visitor's question from the webhook to the database, on the real parts."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.conftest import SimulatorHandle
from tests.stack.visitor import Database, Visitor

ANSWER_FIELDS = {
    "response",
    "agent",
    "confidence",
    "sources",
    "conversation_id",
    "turn_id",
    "loop_detected",
    "sentiment",
    "upsell",
    "next_action",
    "degraded",
}
FUNNEL = "Comment construire mon premier tunnel de vente avec une page de capture ?"
INSTAGRAM = "Quelles accroches pour mes reels Instagram ?"


@pytest.mark.parametrize(("question", "agent"), [(FUNNEL, "audrey"), (INSTAGRAM, "carole")])
def test_the_right_expert_answers_from_her_own_knowledge_and_both_messages_are_saved(
    visitor: Visitor, database: Database, question: str, agent: str
) -> None:
    answer = visitor.ask(question)

    assert set(answer) == ANSWER_FIELDS
    assert answer["agent"] == agent
    assert answer["degraded"] == []
    assert answer["sources"]
    owners = database.rows("select distinct agent_owner from documents where filename = any(%s)", answer["sources"])
    assert {row["agent_owner"] for row in owners} <= {agent, "shared"}
    asked, answered = database.messages(visitor.conversation_id)
    assert (asked["role"], asked["content"]) == ("user", question)
    assert (answered["role"], answered["content"]) == ("assistant", answer["response"])
    assert (answered["agent"], answered["confidence"]) == (agent, answer["confidence"])
    assert answered["sources"] == answer["sources"]


def test_a_refund_and_a_wish_for_a_person_go_to_the_team(visitor: Visitor, database: Database) -> None:
    answer = visitor.ask("je veux être remboursée et parler à un humain")

    assert (answer["agent"], answer["next_action"]) == ("escalate", "human_handoff")
    assert "équipe" in answer["response"]
    assert [m["role"] for m in database.messages(visitor.conversation_id)] == ["user", "assistant"]
    [handoff] = database.rows("select * from handoffs where conversation_id = %s", visitor.conversation_id)
    assert handoff["status"] == "waiting"
    assert handoff["turn_id"] is not None
    [conversation] = database.rows("select status from conversations where id = %s", visitor.conversation_id)
    assert conversation["status"] == "human"


def test_after_the_hand_off_the_bot_is_silent_and_the_message_reaches_the_team(
    visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    visitor.ask("Je veux parler à un humain s'il vous plaît")
    simulator.forget()

    answer = visitor.ask(FUNNEL)

    assert (answer["agent"], answer["next_action"]) == ("escalate", "human_handoff")
    assert simulator.chats() == []
    assert [m["content"] for m in database.messages(visitor.conversation_id)][-1] == FUNNEL


def test_the_streamed_tokens_end_in_the_answer_that_is_stored(visitor: Visitor, database: Database) -> None:
    streamed = visitor.stream(INSTAGRAM)

    assert len(streamed.tokens) > 3
    assert set(streamed.final) == ANSWER_FIELDS
    assert streamed.final["agent"] == "carole"
    stored = database.messages(visitor.conversation_id)[-1]
    assert stored["content"] == streamed.final["response"]


def test_the_same_turn_twice_is_one_answer_one_pair_of_messages_and_one_model_call(
    visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    turn_id = str(uuid4())
    first = visitor.ask(FUNNEL, turn_id=turn_id)
    second = visitor.ask(FUNNEL, turn_id=turn_id)
    streamed = visitor.stream(FUNNEL, turn_id=turn_id)

    assert first == second == streamed.final
    assert len(database.messages(visitor.conversation_id)) == 2
    assert len(simulator.chats()) == 1
    [calls] = database.rows("select count(*) from llm_calls where turn_id = %s and role = 'writer'", turn_id)
    assert calls["count"] == 1


def test_the_same_turn_fifty_times_at_once_is_answered_once_and_told_to_everyone(
    visitor: Visitor, database: Database, simulator: SimulatorHandle
) -> None:
    turn_id = str(uuid4())
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _: visitor.ask(INSTAGRAM, turn_id=turn_id), range(50)))

    assert all(answer == answers[0] for answer in answers)
    assert len(database.messages(visitor.conversation_id)) == 2
    assert len(simulator.chats()) == 1


def test_a_turn_of_another_conversation_cannot_be_read(visitor: Visitor) -> None:
    turn_id = str(uuid4())
    visitor.ask(FUNNEL, turn_id=turn_id)

    response = visitor.post(FUNNEL, turn_id=turn_id, conversation_id=str(uuid4()))

    assert response.status_code == 400
    assert response.json()["error"]["code"] == "conflict"


def test_the_history_of_the_conversation_reaches_the_writer_whole(visitor: Visitor, simulator: SimulatorHandle) -> None:
    long_question = (
        "Je voudrais des idées de reels pour mon cabinet. " + "Voici mon contexte. " * 20 + "FIN-DU-CONTEXTE"
    )
    visitor.ask(long_question)
    simulator.forget()

    visitor.ask("Et pour la deuxième idée de reel Instagram ?")

    [writer] = simulator.chats()
    assert "FIN-DU-CONTEXTE" in writer["body"]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "message",
    [
        "Mes reels 🌿👩‍⚕️ marchent ? 🇫🇷",
        "כיצד לשפר את האינסטגרם שלי? شكرا",
        "reels'; drop table messages; -- Instagram",
        "<script>alert(1)</script> & {{ $json }} {braces} Instagram \\n %s ${x}",
        "ligne 1\r\n\tligne 2 Instagram ﬁ Å Å",
    ],
)
def test_any_text_is_stored_byte_for_byte(visitor: Visitor, database: Database, message: str) -> None:
    visitor.ask(message)

    assert database.messages(visitor.conversation_id)[0]["content"] == message


def test_a_message_in_english_gets_an_answer(visitor: Visitor) -> None:
    answer = visitor.ask("How do I write better hooks for my Instagram reels?")

    assert answer["agent"] == "carole"
    assert answer["response"]


def test_more_messages_than_the_limit_are_refused_with_the_time_to_wait(visitor: Visitor, database: Database) -> None:
    with ThreadPoolExecutor(30) as threads:
        responses = list(threads.map(lambda _: visitor.post("merci !"), range(30)))

    refused = [response for response in responses if response.status_code == 429]
    assert len(responses) - len(refused) == 20
    assert all(1 <= int(response.headers["retry-after"]) <= 60 for response in refused)
    assert all(response.json()["error"]["code"] == "rate_limited" for response in refused)
    asked = [m for m in database.messages(visitor.conversation_id) if m["role"] == "user"]
    assert len(asked) == 20
