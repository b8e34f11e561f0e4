from functions.knowledge.models import Choice
from functions.knowledge.ownership import Ownership
from functions.knowledge.settlement import settle

BY_RULE = Ownership(agent_owner="audrey", tags=["tech"], reason="Mots reconnus.")


def test_without_a_person_the_rules_decide():
    found = settle(Choice(), Choice(), BY_RULE)
    assert (found.agent_owner, found.decided_by, found.tags, found.priority) == ("audrey", "rule", ["tech"], 1)
    assert found.reason == "Mots reconnus."


def test_a_persons_choice_wins():
    found = settle(Choice(agent_owner="carole", tags=["a", "a", "b"], priority=0), Choice(), BY_RULE)
    assert (found.agent_owner, found.decided_by, found.tags, found.priority) == ("carole", "person", ["a", "b"], 0)
    assert "Carole" in found.reason


def test_a_choice_of_before_still_holds():
    found = settle(Choice(priority=2), Choice(agent_owner="shared", category="Guides"), BY_RULE)
    assert (found.agent_owner, found.category, found.priority) == ("shared", "Guides", 2)
    assert found.chosen == Choice(agent_owner="shared", category="Guides", priority=2)


def test_the_latest_choice_wins_over_the_one_before():
    assert settle(Choice(agent_owner="carole"), Choice(agent_owner="shared"), BY_RULE).agent_owner == "carole"
