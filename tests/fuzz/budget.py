"""How many examples: a few with a fixed seed in every run, thousands of new ones in `make fuzz`."""

from typing import Any

from hypothesis import HealthCheck, settings

LONG_RUN = "fuzz"
SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]


def budget(few: int, many: int = 2_000, **more: Any) -> settings:
    """Returns the settings of one property: `few` examples, or `many` under `--hypothesis-profile=fuzz`."""
    is_long = settings.get_current_profile_name() == LONG_RUN
    return settings(
        max_examples=many if is_long else few,
        derandomize=not is_long,
        database=None,
        deadline=None,
        suppress_health_check=SLOW_IS_FINE,
        **more,
    )
