from typing import Any

import pytest

from functions.llm.chunks import Envelope, Piece, merge_tool_calls, read_chunk
from functions.llm.progress import Progress
from functions.llm.usage import Usage


def test_a_chunk_says_its_text_its_end_and_its_model() -> None:
    choice = {"index": 0, "delta": {"content": "Bon", "reasoning": "secret"}, "finish_reason": "stop"}
    piece = read_chunk({"model": "m", "choices": [choice]})
    assert piece == Piece(content="Bon", finish_reason="stop", model="m")


@pytest.mark.parametrize(
    "chunk",
    [
        {},
        {"choices": None},
        {"choices": []},
        {"choices": [None]},
        {"choices": "x"},
        {"choices": [{"delta": None}]},
        {"choices": [{"delta": {"content": None}}]},
        {"choices": [{"delta": {"content": 3, "tool_calls": None}}], "model": 3},
        {"choices": [{"delta": {"reasoning": "Je réfléchis"}}]},
    ],
)
def test_a_chunk_that_says_nothing_is_no_word(chunk: dict[str, Any]) -> None:
    assert not read_chunk(chunk).says_something()


def test_a_tool_call_that_came_in_pieces_is_one_call() -> None:
    deltas = [
        {"index": 0, "id": "call_1", "type": "function", "function": {"name": "chercher", "arguments": ""}},
        {"index": 0, "function": {"arguments": '{"q": '}},
        {"index": 1, "id": "call_2", "function": {"name": "lire", "arguments": "{}"}},
        {"index": 0, "function": {"arguments": '"yoga"}'}},
    ]
    first, second = merge_tool_calls(deltas)
    assert (first["id"], first["function"]) == ("call_1", {"name": "chercher", "arguments": '{"q": "yoga"}'})
    assert (second["id"], second["type"]) == ("call_2", "function")


def test_an_answer_whose_cost_is_unknown_has_no_usage() -> None:
    progress = Progress(model_asked="m", model="m")
    assert "usage" not in Envelope("id", 1).completion(progress, [Piece(content="x")])
    progress.usage = Usage(prompt_tokens=1, completion_tokens=2, cost_usd=0.1)
    assert Envelope("id", 1).completion(progress, [Piece(content="x")])["usage"]["cost"] == 0.1


def test_accents_and_emojis_travel_as_they_are() -> None:
    assert "é 👩‍💻 <b>" in Envelope("id", 1).delta(Progress(model_asked="m"), {"content": "é 👩‍💻 <b>"})
