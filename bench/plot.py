"""Curves as SVG: a few lines each scaled to its own maximum, which its label tells."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, MARGIN, LABELS = 720, 320, 30, 190
COLOURS = ("#7a5cc0", "#2a7f62", "#c0603a", "#3a6ea5", "#777777")


def line_chart(across: Sequence[float], curves: Mapping[str, Sequence[float]], unit: str) -> str:
    """Return the curves over `across`, whose unit is named below."""
    right, most = WIDTH - LABELS, max(across, default=1) or 1
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', axes(right, most, unit)]
    for place, (name, values) in enumerate(curves.items()):
        top, colour = max(values, default=1) or 1, COLOURS[place % len(COLOURS)]
        points = " ".join(
            f"{MARGIN + x / most * (right - MARGIN):.1f},{HEIGHT - MARGIN - y / top * (HEIGHT - 2 * MARGIN):.1f}"
            for x, y in zip(across, values, strict=True)
        )
        label = f'<text x="{right + 10}" y="{MARGIN + 20 * place}" fill="{colour}">{escape(name)}: max {top:.0f}</text>'
        parts += [f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>', label]
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>\n'


def axes(right: float, most: float, unit: str) -> str:
    """Return the two axes, with the end of the lower one."""
    line = f'<path d="M{MARGIN},{MARGIN} V{HEIGHT - MARGIN} H{right}" fill="none" stroke="#999"/>'
    return f'{line}<text x="{right - 80}" y="{HEIGHT - 8}" fill="#555">{most:.0f} {escape(unit)}</text>'
