"""What n8n evaluates expressions in is built without its table of letters, and reads letters as before."""

from tests.workflows.flows import run_node


def test_an_isolate_is_lighter_and_reads_every_letter_as_n8n_does() -> None:
    assert run_node("print_isolates.cjs") == {
        "half_the_memory": True,
        "same_letters": True,
        "read": "OEuvre a Tokyo, Bei Jing ?",
    }
