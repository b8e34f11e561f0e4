import pytest

from functions.shared.text import stem
from functions.shared.word_counts import COMMON_WEIGHT, WordCounts, counts_by_stem, counts_of


def test_the_rarer_the_heavier_whatever_the_size_of_the_base():
    for size in (10, 1_000, 100_000):
        counts = WordCounts(size, {})
        assert counts.weight(0) == pytest.approx(1)
        assert 1 > counts.weight(1) > counts.weight(size // 2) >= counts.weight(size) == COMMON_WEIGHT


def test_a_word_of_the_other_expert_belongs_elsewhere():
    counts = WordCounts(100, {"tunnel": 20}, 100, {"reel": 20})
    assert counts.belongs_here("tunnel") > 1
    assert counts.belongs_here("reel") < -1
    assert counts.belongs_here("absent") == 0


def test_without_another_expert_everything_belongs_here():
    assert WordCounts(100, {"tunnel": 20}).belongs_here("reel") == 0


def test_the_databases_counts_are_read_by_stem():
    counts = counts_by_stem({"": (10, 5), "reels": (3, 1), "reel": (2, 4)})
    assert (counts.passages, counts.elsewhere) == (10, 5)
    assert (counts.found_in[stem("reel")], counts.found_elsewhere[stem("reel")]) == (3, 4)
    assert counts_by_stem({}).passages == 0


def test_passages_alone_can_be_counted():
    counts = counts_of([["a", "a", "b"], ["b"]])
    assert (counts.passages, counts.found_in["a"], counts.found_in["b"]) == (2, 1, 2)


def test_a_word_that_the_candidates_hold_is_known():
    counts = WordCounts(10, {"tunnel": 4}).with_passages([["systeme", "tunnel"], ["systeme"]])
    assert (counts.found_in["systeme"], counts.found_in["tunnel"]) == (2, 4)
