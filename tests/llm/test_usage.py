from typing import Any

import pytest

from functions.llm.usage import Usage, read_usage


def test_tokens_and_cost_are_read_from_openrouters_usage() -> None:
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": 15,
        "total_tokens": 25,
        "cost": 0.0012,
        "prompt_tokens_details": {"cached_tokens": 2},
    }
    assert read_usage({"usage": usage}) == Usage(
        prompt_tokens=10, completion_tokens=15, cached_tokens=2, cost_usd=0.0012
    )


@pytest.mark.parametrize("chunk", [{}, {"usage": None}, {"usage": []}, {"usage": {}}, {"usage": "free"}])
def test_a_chunk_without_usage_has_none(chunk: dict[str, Any]) -> None:
    assert read_usage(chunk) is None


def test_figures_of_a_wrong_kind_are_unknown_and_not_invented() -> None:
    usage = read_usage({"usage": {"prompt_tokens": "10", "completion_tokens": -1, "cost": None}})
    assert usage == Usage()
    assert usage.as_openai() is None
