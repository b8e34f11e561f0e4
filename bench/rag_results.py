"""The figures of `bench.rag`, on the screen and in `bench/RESULTS-rag.md`."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SHARE = {"audrey": "90 %", "carole": "1 %"}
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Figures:
    """Milliseconds of the database step, and recall@20 against exact search."""

    p50_ms: float
    p95_ms: float
    recall_20: float


@dataclass(frozen=True)
class Result:
    """One expert at one size, the seconds to build the indexes, and bytes on disk."""

    agent: str
    passages: int
    figures: Figures
    build_seconds: float
    sizes: dict[str, int]


def write_results(results: Sequence[Result], path: Path) -> None:
    """Print the table and write it to a file."""
    head = [
        "| passages | expert (share; 9 % are shared) | p50 | p95 | recall@20 | indexes built in "
        "| vectors' indexes | words' indexes | all |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    table = "\n".join([*head, *(_row(one) for one in results)])
    print(table)
    text = (
        "# The database step of /rag\n\n"
        "`make bench-rag`: synthetic passages, questions one after the other (the first 200 not counted) through "
        "PostgREST and the Supabase "
        "client, 512 MB of shared buffers, exact search of the same vectors in the same run as yardstick. "
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}.\n\n"
        f"{table}\n"
    )
    path.write_text(text, encoding="utf-8")


def _row(one: Result) -> str:
    sizes = " | ".join(f"{one.sizes[name] / MEGABYTE:.0f} MB" for name in ("vectors", "words", "all"))
    share = f"{one.agent} ({SHARE[one.agent]})"
    figures = f"{one.figures.p50_ms:.1f} ms | {one.figures.p95_ms:.1f} ms | {one.figures.recall_20:.3f}"
    return f"| {one.passages:,} | {share} | {figures} | {one.build_seconds:.0f} s | {sizes} |"
