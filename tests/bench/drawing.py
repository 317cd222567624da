"""Small pictures of curves: SVG by hand, both axes logarithmic."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 360, 70, 40, 170, 50
_COLOURS = ("#1f5fa8", "#c0552b", "#2f7d4f", "#7a4aa0")


def _span(values: Sequence[float], *, decades: bool) -> tuple[float, float]:
    low, high = min(values), max(values)
    if decades:
        return floor(log10(low)), max(ceil(log10(high)), floor(log10(low)) + 1)
    return 0.0, high * 1.15


def curves(title: str, x_title: str, y_title: str, lines: Mapping[str, Points], *, logarithmic: bool = True) -> str:
    """A picture of named lines; `logarithmic` False draws both axes plainly from nought."""
    scale = log10 if logarithmic else float
    xs = _span([x for points in lines.values() for x, _ in points], decades=logarithmic)
    ys = _span([y for points in lines.values() for _, y in points], decades=logarithmic)

    def place(x: float, y: float) -> tuple[float, float]:
        across, up = (scale(x) - xs[0]) / (xs[1] - xs[0]), (scale(y) - ys[0]) / (ys[1] - ys[0])
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    def ticks(low: float, high: float) -> list[float]:
        if logarithmic:
            return [10.0**power for power in range(int(low), int(high) + 1)]
        step = 10 ** floor(log10(high)) / 2
        step *= 1 + (high / step > 8)
        return [step * count for count in range(int(high / step) + 1)]

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
            f'font-family="sans-serif" font-size="12"><title>{title}</title>'
        ),
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="22" font-size="15" fill="#222">{title}</text>',
    ]
    for value in ticks(*xs):
        x, bottom = place(value, _low_end(ys, logarithmic=logarithmic))
        parts.append(f'<path d="M{x:.1f} {bottom:.1f}V{_TOP}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18:.1f}" text-anchor="middle" fill="#444">{value:,.6g}</text>')
    for value in ticks(*ys):
        _, y = place(_low_end(xs, logarithmic=logarithmic), value)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{value:,.6g}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 10}" fill="#222">{x_title}</text>')
    parts.append(f'<text transform="translate(16 {_HEIGHT - _BOTTOM}) rotate(-90)" fill="#222">{y_title}</text>')
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        drawn = [place(x, y) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in drawn]
        legend = _TOP + 14 + 20 * number
        parts.append(f'<text x="{_WIDTH - _RIGHT + 12}" y="{legend}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _low_end(span: tuple[float, float], *, logarithmic: bool) -> float:
    """The value at the low end of an axis."""
    return 10.0 ** span[0] if logarithmic else span[0]
