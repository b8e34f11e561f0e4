from typing import get_args

from functions.orchestrate.concepts import concept_names
from functions.orchestrate.models import INTENTS, Agent
from functions.orchestrate.wording import NEED_OF_CONCEPT, NEED_OF_INTENT, name_needs, reason


def test_every_concept_of_a_trade_has_a_french_name() -> None:
    trades = {name for name in concept_names() if name.startswith(("audrey.", "carole."))}

    assert set(NEED_OF_CONCEPT) == trades


def test_every_intent_has_its_sentence() -> None:
    for intent in INTENTS:
        assert NEED_OF_INTENT[intent]
        for agent in get_args(Agent):
            assert reason(agent, intent).endswith(".")


def test_the_chosen_experts_needs_come_first() -> None:
    assert name_needs("mes mails et mon logo", "carole", "mixed") == ["image de marque", "e-mails et séquences"]


def test_an_escalation_names_its_kind() -> None:
    assert name_needs("mes mails, et remboursez-moi", "escalate", "refund") == ["remboursement"]


def test_a_message_without_trade_words_is_named_by_its_intent() -> None:
    assert name_needs("et ensuite ?", "audrey", "follow_up") == ["suite de la conversation"]
