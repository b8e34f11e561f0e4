"""An answer to n8n that drips is cut, so that no visitor waits for its end."""

from tests.workflows.flows import run_node


def test_only_json_that_never_ends_is_cut() -> None:
    assert run_node("print_whole_answers.cjs") == {"busy": "whole", "dripping": "cut", "file": "whole"}
