"""Similar questions become one group, in an order that never changes."""

from functions.desk.grouping import Group, group_gaps
from functions.desk.models import Gap
from tests.desk.rows import gap

TVA = ["Comment déclarer la TVA ?", "comment je declare la tva sur mes formations", "tva stp ??"]
SITES = ["Est-ce que vous faites des sites WordPress ?", "Vous créez des sites wordpress ?"]


def grouped(*questions: str) -> list[Group]:
    return group_gaps([Gap(**gap(question)) for question in questions])


def test_the_same_thing_asked_in_other_words_without_accents_is_one_group() -> None:
    groups = grouped(SITES[0], TVA[0], TVA[1], SITES[1], TVA[2])

    assert [[one.question for one in group.gaps] for group in groups] == [TVA, SITES]


def test_different_questions_stay_apart() -> None:
    assert len(grouped("Puis-je payer en trois fois ?", "Comment filmer un reel ?", "Où trouver ma facture ?")) == 3


def test_groups_of_one_size_keep_the_newest_first() -> None:
    assert [group.title for group in grouped("Où est ma facture ?", "Filmer un reel ?")] == [
        "Où est ma facture ?",
        "Filmer un reel ?",
    ]


def test_a_group_is_named_by_its_most_typical_question() -> None:
    [group] = grouped("tva ?", "tva et déclaration", "déclaration de tva trimestrielle")

    assert group.title == "tva et déclaration"


def test_reasons_and_experts_of_a_group_are_told_once() -> None:
    rows = [gap(TVA[0]), gap(TVA[1], "no_source", "thumbs_down", agent="carole"), gap(TVA[2], agent=None)]

    [group] = group_gaps([Gap(**row) for row in rows])

    assert group.reasons == ["no_source", "thumbs_down"]
    assert group.agents == ["audrey", "carole"]


def test_questions_without_a_word_do_not_disturb_the_others() -> None:
    groups = grouped("🌿🌿", "", TVA[0], "???")

    assert sorted(len(group.gaps) for group in groups) == [1, 3]


def test_nothing_asked_makes_no_group() -> None:
    assert grouped() == []
