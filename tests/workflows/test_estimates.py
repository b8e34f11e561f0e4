"""n8n estimates tokens without its tokeniser, which needs seconds for a message without a blank."""

from tests.workflows.flows import run_node


def test_tokens_are_estimated_by_characters() -> None:
    assert run_node("print_estimates.cjs") == {"estimated": 2003, "counted": 0}
