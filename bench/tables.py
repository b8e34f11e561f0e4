"""The tables of the reports."""

from collections.abc import Iterable, Sequence

from bench.load import Measured


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def middle(values: list[float]) -> float:
    """Return the median of an odd number of rounds."""
    return sorted(values)[len(values) // 2]


def latency(name: str, one: Measured) -> list[str]:
    """Return the row of visitors who came together."""
    return [
        name,
        str(one.visitors),
        f"{one.per_second:.1f}",
        f"{one.percentile(50):.0f}",
        f"{one.percentile(95):.0f}",
        str(one.failed),
    ]


LATENCY_HEAD = ("flow", "visitors", "answers/s", "p50 ms", "p95 ms", "failed")
