import pytest

from eval.retrieval.questions import demo_set
from functions.knowledge.ownership import OwnershipRule, decide_ownership


def rule(pattern: str, owner: str = "audrey", field: str = "content", tag: str = "tech", weight: float = 1.0):
    return OwnershipRule(pattern=pattern, field=field, owner=owner, tag=tag, weight=weight)  # type: ignore[arg-type]


RULES = [
    rule("kajabi", "audrey", "filename", weight=4),
    rule("tunnel", "audrey", tag="funnel", weight=3),
    rule("e mail", "audrey", tag="email", weight=2),
    rule("reel", "carole", "filename", tag="instagram", weight=4),
    rule("instagram", "carole", tag="instagram"),
]


def test_the_name_of_the_file_decides():
    found = decide_ownership(RULES, "Guide_Kajabi.pdf", "rien")
    assert (found.agent_owner, found.tags, found.reason) == ("audrey", ["tech"], "Mots reconnus pour Audrey : kajabi.")


def test_the_words_of_the_text_decide():
    assert decide_ownership(RULES, "notes.md", "Les tunnels, un tunnel, des e-mails, un tunnel").agent_owner == "audrey"


def test_a_word_begins_like_its_pattern_and_accents_do_not_matter():
    rules = [rule("legende", "carole", weight=9)]
    assert decide_ownership(rules, "a.md", "des légendes").agent_owner == "carole"
    assert decide_ownership(rules, "a.md", "des nonlegendes").agent_owner == "shared"


@pytest.mark.parametrize(
    ("filename", "text", "reason"),
    [("a.md", "bonjour", "Trop peu"), ("kajabi-reel.md", "", "Mots des deux expertes (kajabi, reel)")],
)
def test_neither_or_both_is_shared_and_says_why(filename, text, reason):
    found = decide_ownership(RULES, filename, text)
    assert found.agent_owner == "shared"
    assert reason in found.reason


def test_repeating_one_word_does_not_outvote_a_file_name():
    found = decide_ownership(RULES, "kajabi.md", "instagram " * 500)
    assert found.agent_owner == "audrey"


def test_without_rules_everything_is_shared():
    assert decide_ownership([], "kajabi.md", "kajabi").agent_owner == "shared"


def test_the_seed_rules_know_whose_the_demo_documents_are(sql):
    rows = sql.execute("select pattern, field, owner, tag, weight from public.ownership_rules").fetchall()
    rules = [OwnershipRule(pattern=a, field=b, owner=c, tag=d, weight=e) for a, b, c, d, e in rows]
    wrong = [
        file.name
        for file in demo_set().files
        if file.owner != "shared"
        and decide_ownership(rules, file.name, file.content.decode()).agent_owner != file.owner
    ]
    assert wrong == []
