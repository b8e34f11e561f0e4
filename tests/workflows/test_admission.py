"""Which turn the front door asks to come back: one too many, and only while the processor has no rest."""

from tests.workflows.flows import run_node


def test_only_a_turn_too_many_at_a_busy_processor_waits_outside() -> None:
    assert run_node("print_admission.cjs") == {
        "burst": True,
        "waiting_for_a_slow_model": True,
        "busy_for_a_moment": True,
        "busy_for_long": False,
        "a_turn_that_is_inside": True,
        "thirty_two_left": False,
        "thirty_one_left": True,
        "five_seconds_with_a_rest": True,
        "sixty_two_after_a_rest": True,
        "sixty_four_after_a_rest": False,
        "the_first_still_waits_beside": False,
        "the_connection_of_the_first_is_gone": True,
        "thirty_one_left_again": True,
        "events": ["turns_refused", "turns_welcome_again 2", "turns_refused", "turns_welcome_again 2"],
        "/webhook/chat": True,
        "/webhook/chat/": True,
        "/webhook/chat/stream": True,
        "/webhook/chat/session": False,
        "/webhook/chat/follow": False,
        "preflight": False,
    }
