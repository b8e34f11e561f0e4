import json
from typing import Any

import pytest

from functions.orchestrate.llm_verdict import MalformedVerdict, read_verdict

VERDICT: dict[str, Any] = {
    "reasoning": "C'est un tunnel.",
    "primary_need": "automation",
    "agent": "audrey",
    "confidence": 0.9,
}


def test_a_plain_verdict_is_read() -> None:
    verdict = read_verdict(json.dumps(VERDICT))

    assert (verdict.agent, verdict.confidence, verdict.primary_need) == ("audrey", 0.9, "automation")


@pytest.mark.parametrize(
    "wrap", ["```json\n{}\n```", "Voici : {} Bonne journée !", "<think>hm {{x}}</think>\n{}", "{}\n\n{{"]
)
def test_fences_and_prose_around_it_are_ignored(wrap: str) -> None:
    assert (
        read_verdict(wrap.replace("{}", json.dumps(VERDICT), 1).replace("{{", "{").replace("}}", "}")).agent == "audrey"
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("0.8", 0.8), ("0,8", 0.8), ("80%", 0.8), ("80 %", 0.8), (80, 0.8), (1, 1.0), (0, 0.0)]
)
def test_a_figure_may_be_written_in_many_ways(written: object, meant: float) -> None:
    assert read_verdict(json.dumps(VERDICT | {"confidence": written})).confidence == pytest.approx(meant)


@pytest.mark.parametrize("name", ["Audrey", " AUDREY "])
def test_capitals_and_spaces_in_the_name_do_not_matter(name: str) -> None:
    assert read_verdict(json.dumps(VERDICT | {"agent": name})).agent == "audrey"


@pytest.mark.parametrize(
    "change",
    [
        {"agent": "julie"},
        {"agent": None},
        {"confidence": "très sûre"},
        {"confidence": 140},
        {"confidence": -1},
        {"confidence": True},
        {"confidence": None},
    ],
)
def test_what_does_not_fit_the_contract_is_malformed(change: dict[str, object]) -> None:
    with pytest.raises(MalformedVerdict):
        read_verdict(json.dumps(VERDICT | change))


@pytest.mark.parametrize("text", ["", "Audrey, sans hésiter.", "[]", '"audrey"', "{", "{" * 5000])
def test_a_text_without_a_verdict_is_malformed(text: str) -> None:
    with pytest.raises(MalformedVerdict):
        read_verdict(text)


def test_the_last_verdict_counts() -> None:
    draft = json.dumps(VERDICT | {"agent": "carole"})

    assert read_verdict(f"Brouillon : {draft}. Finalement : {json.dumps(VERDICT)}").agent == "audrey"


def test_unknown_extras_are_dropped_and_words_are_mapped() -> None:
    verdict = read_verdict(
        json.dumps(VERDICT | {"primary_need": "cuisine", "urgency": "Medium", "admin": True, "reasoning": None})
    )

    assert (verdict.primary_need, verdict.urgency, verdict.reasoning) == (None, "normal", "")


def test_a_novel_is_cut_to_a_sentence() -> None:
    assert len(read_verdict(json.dumps(VERDICT | {"reasoning": "bla\n" * 500})).reasoning) <= 300
