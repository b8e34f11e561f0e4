from pathlib import Path

import pytest

from functions.orchestrate import concepts
from functions.orchestrate.concepts import (
    INDEXED_LETTERS,
    concept_names,
    count_concepts,
    place_of,
    places_of,
    words_outside,
)


def count(text: str, concept: str) -> int:
    return count_concepts(text)[place_of(concept)]


def test_a_word_is_counted_each_time_it_occurs() -> None:
    assert count("Kajabi ou Zapier ? Kajabi.", "audrey.tools") == 3


def test_a_phrase_needs_all_its_words_in_order() -> None:
    assert count("ma page de vente", "audrey.funnel") > count("ma vente de page", "audrey.funnel")


def test_a_prefix_covers_what_follows_it() -> None:
    assert count("déclenchait", "audrey.automation") == 1


def test_accents_and_capitals_make_no_difference() -> None:
    assert count_concepts("LÉGENDE") == count_concepts("legende")


def test_a_phrase_cut_by_the_end_of_the_text_is_none() -> None:
    assert count("ma page de", "audrey.funnel") == 0


@pytest.mark.parametrize("name", ["audrey", "carole", "needs", "world", "cues"])
def test_each_list_has_its_concepts(name: str) -> None:
    assert [concept_names()[i].split(".")[0] for i in places_of(name)] == [name] * len(places_of(name)) != []


def test_the_words_outside_a_concept_are_left() -> None:
    assert words_outside("merci beaucoup pour Kajabi", "cues.thanks") == ["pour", "kajabi"]
    assert words_outside("🙂", "cues.thanks") == []


def test_the_beginning_of_a_word_has_letters_enough_to_be_found() -> None:
    files = Path(concepts.__file__).parent.joinpath("words").glob("*.txt")
    entries = [entry for file in files for entry in file.read_text(encoding="utf-8").split()]
    short = [entry for entry in entries if entry.endswith("*") and len(entry.rpartition("_")[2]) <= INDEXED_LETTERS]
    assert len(entries) > 500
    assert short == []
