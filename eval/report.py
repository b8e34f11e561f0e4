"""The scorecard on the terminal, and `eval/report.html` with the confusion matrices and the reliability diagram."""

from html import escape
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

SENTIMENTS = ("positive", "neutral", "negative")
AGENTS = ("audrey", "carole", "escalate")
STYLE = """body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.3rem .7rem;text-align:right}
th:first-child,td:first-child{text-align:left}.worse{background:#fdd}svg{border:1px solid #ccc;background:#fff}"""


def print_scorecard(
    found: dict[str, float], floor: dict[str, float], other: dict[str, float], worse: list[str]
) -> None:
    """Print each figure beside its floor, and beside another state's where one was asked for."""
    table = Table("figure", "now", "floor", *(["base"] if other else []))
    for name, value in found.items():
        cells = [name, f"{value:g}", f"{floor[name]:g}" if name in floor else "-"]
        cells += [f"{other[name]:g}" if name in other else "-"] if other else []
        table.add_row(*cells, style="bold red" if name in worse else None)
    Console().print(table)
    if worse:
        print("Below the baseline:", ", ".join(worse))


def write_html(
    file: Path,
    found: dict[str, float],
    floor: dict[str, float],
    routing: dict[str, dict[str, Any]],
    sentiment: dict[str, list[list[int]]],
) -> None:
    """Write the report: figures, confusion matrices, reliability of the router's confidence."""
    rows = "".join(f"<tr><td>{escape(n)}</td><td>{v:g}</td><td>{floor.get(n, 0):g}</td></tr>" for n, v in found.items())
    parts = [
        f"<table><tr><th>figure</th><th>now</th><th>floor</th></tr>{rows}</table>",
        *(
            f"<h2>{escape(name)}</h2>{matrix(AGENTS, figures['confusion'])}{diagram(figures['reliability'])}"
            for name, figures in routing.items()
        ),
        *(f"<h2>Sentiment, {escape(name)} set</h2>{matrix(SENTIMENTS, counts)}" for name, counts in sentiment.items()),
    ]
    body = "".join(parts)
    file.write_text(
        f"<!doctype html><meta charset=utf-8><title>Evaluation</title><style>{STYLE}</style><h1>Evaluation</h1>{body}",
        encoding="utf-8",
    )


def matrix(names: tuple[str, ...], counts: list[list[int]]) -> str:
    """Return a confusion matrix as a table: labelled down, answered across."""
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = "".join(
        f"<tr><th>{name}</th>{''.join(f'<td>{count}</td>' for count in row)}</tr>"
        for name, row in zip(names, counts, strict=True)
    )
    return f"<table><tr><th>labelled \\ answered</th>{head}</tr>{rows}</table>"


def diagram(bins: list[dict[str, float]], size: int = 320) -> str:
    """Return the reliability diagram: stated confidence across, share that was right up; the diagonal is honest."""
    most = max((one["messages"] for one in bins), default=1)
    dots = "".join(
        f'<circle cx="{one["confidence"] * size:.0f}" cy="{size - one["accuracy"] * size:.0f}" '
        f'r="{3 + one["messages"] / most * 20:.0f}" '
        'fill="#7a5cc0" fill-opacity=".6"/>'
        for one in bins
    )
    line = f'<line x1="0" y1="{size}" x2="{size}" y2="0" stroke="#999"/>'
    return f'<svg width="{size}" height="{size}" role="img" aria-label="Reliability">{line}{dots}</svg>'
