"""The figures for people: a table in the terminal, and one HTML page with plots and no dependency."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

from eval.retrieval.scores import Scores

COLUMNS = ("recall@1", "recall@3", "recall@10", "MRR", "nDCG@10", "no answer")
COLOURS = ("#9aa5b1", "#5b8def", "#35b1a3", "#e8a33d", "#d1495b")
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2933}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem .8rem;text-align:right;border-bottom:1px solid #d9e2ec}
td:first-child,th:first-child{text-align:left}svg{width:100%;height:auto}"""


@dataclass
class Table:
    """The ways of searching on one set: overall figures, and by kind of question recall@3 or rightful silence."""

    title: str
    rows: dict[str, Scores]
    by_kind: dict[str, dict[str, float]]
    note: str = ""


def print_tables(tables: list[Table]) -> None:
    """Print the tables."""
    console = Console(width=140)
    for table in tables:
        first = next(iter(table.rows.values()))
        title = f"{table.title}: {first.questions} answerable, {first.unanswerable} unanswerable. {table.note}"
        console.print(_rich(title, COLUMNS, {name: _figures(scores) for name, scores in table.rows.items()}))
        kinds = list(next(iter(table.by_kind.values())))
        console.print(
            _rich("recall@3, or silence, by kind", kinds, {n: list(k.values()) for n, k in table.by_kind.items()})
        )


def write_html(tables: list[Table], path: Path) -> None:
    """Write the tables and a bar chart of each as one page."""
    body = "".join(f"<h2>{escape(one.title)}</h2><p>{escape(one.note)}</p>{_chart(one)}{_html(one)}" for one in tables)
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>Retrieval</title><style>{STYLE}</style>"
    path.write_text(f"{page}<h1>Retrieval</h1>{body}</html>\n", encoding="utf-8")


def _figures(scores: Scores) -> list[float | None]:
    return [scores.recall_1, scores.recall_3, scores.recall_10, scores.mrr, scores.ndcg_10, scores.no_answer]


def _text(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _rich(
    title: str, columns: list[str] | tuple[str, ...], rows: dict[str, list[float | None]] | dict[str, list[float]]
) -> RichTable:
    table = RichTable("way", *columns, title=title, title_justify="left")
    for name, values in rows.items():
        table.add_row(name, *(_text(value) for value in values))
    return table


def _html(table: Table) -> str:
    kinds = list(next(iter(table.by_kind.values())))
    head = "".join(f"<th>{escape(name)}" for name in ("way", *COLUMNS, *kinds))
    rows = "".join(
        f"<tr><td>{escape(name)}"
        + "".join(f"<td>{_text(value)}" for value in (*_figures(scores), *table.by_kind[name].values()))
        for name, scores in table.rows.items()
    )
    return f"<table><tr>{head}{rows}</table>"


def _chart(table: Table) -> str:
    """Draw grouped bars: one group per figure, one bar per way of searching."""
    ways = list(table.rows)
    bars: list[str] = []
    for column, label in enumerate(COLUMNS):
        left = 20 + column * 150
        for place, name in enumerate(ways):
            value = _figures(table.rows[name])[column] or 0.0
            x, height = left + place * 24, 200 * value
            bars.append(
                f"<rect x={x} y={220 - height:.0f} width=20 height={height:.0f} fill={COLOURS[place % 5]}><title>"
            )
            bars.append(f"{escape(name)}, {label}: {value:.3f}</title></rect>")
        bars.append(f"<text x={left} y=240 font-size=13>{label}</text>")
    for place, name in enumerate(ways):
        bars.append(f"<rect x={20 + place * 180} y=256 width=12 height=12 fill={COLOURS[place % 5]} />")
        bars.append(f"<text x={38 + place * 180} y=267 font-size=13>{escape(name)}</text>")
    return f'<svg viewBox="0 0 930 275" role=img aria-label="{escape(table.title)}">{"".join(bars)}</svg>'
