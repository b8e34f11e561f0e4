from functions.orchestrate.conversation import RECENT_MESSAGES, last_expert, recent_texts
from functions.orchestrate.models import PastMessage
from tests.orchestrate.conftest import said


def test_the_newest_signed_answer_tells_the_expert() -> None:
    assert last_expert([*said("a", "b", agent="audrey"), *said("c", "d", agent="carole")]) == "carole"


def test_a_persons_answer_leads_back_to_the_expert_before() -> None:
    assert last_expert([*said("a", "b", agent="audrey"), *said("c", "d", agent="escalate")]) == "audrey"


def test_no_signature_no_expert() -> None:
    assert last_expert(said("a", "b")) is None


def test_only_the_newest_texts_are_read() -> None:
    history = [PastMessage(role="user", content=str(i)) for i in range(9)] + [PastMessage(role="user", content="  ")]

    assert [past.content for past in recent_texts(history)] == ["5", "6", "7", "8"]
    assert RECENT_MESSAGES == 4
