"""Pieces that every match of a pattern holds: matches are drawn from the patterns themselves."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.shared import output_guard_persona as persona
from functions.shared.patterns import load_patterns

FUNCTIONS = Path(persona.__file__).parents[1]
WITH_NEEDS = {
    f"{file.stem} {name}": phrases
    for file in sorted(FUNCTIONS.rglob("*.txt"))
    if " needs: " in file.read_text(encoding="utf-8")
    for name, phrases in load_patterns(file).items()
    if phrases.needs
} | {
    "CONFIDED": persona.CONFIDED,
    "LIVES_AT": persona.LIVES_AT,
}


@pytest.mark.parametrize("name", WITH_NEEDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(data=st.data())
def test_a_match_holds_a_piece(name: str, data: st.DataObject):
    phrases = WITH_NEEDS[name]
    match = phrases.pattern.search(data.draw(st.from_regex(phrases.pattern)))
    assert match and any(piece in match[0] for piece in phrases.needs)


def test_needs_of_no_pattern_are_a_mistake(tmp_path: Path):
    file = tmp_path / "patterns.txt"
    file.write_text("LES needs: remise\nLESS: remises?\n", encoding="utf-8")
    with pytest.raises(KeyError, match="LES"):
        load_patterns(file)


def test_needs_are_read_from_the_file(tmp_path: Path):
    file = tmp_path / "patterns.txt"
    file.write_text(
        "LESS needs: remise|rab\n    ais\nLESS: \\bremises?\\b|\\brabais\\b|\\bsolde\\b\n", encoding="utf-8"
    )
    less = load_patterns(file)["LESS"]
    assert less.needs == ("remise", "rabais")
    assert less.search("un rabais") and not less.search("le solde")
