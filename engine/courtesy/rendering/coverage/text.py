"""What tests try as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.coverage import CoverageMeasure
from courtesy.rendering.coverage.phrases import heading, notes
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, one_line, printable, wrapped
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.model.coverage import Coverage, CoveredPart
    from courtesy.rendering.ink import Paint

_WIDTH = 11


def render(coverage: Coverage, paint: Paint, *, everything: bool = False) -> str:
    """The figures, and by rule what no test shows; with `everything` also what tests do show."""
    return block(_lines(coverage, paint, everything=everything))


def _lines(coverage: Coverage, paint: Paint, *, everything: bool) -> Iterator[str]:
    yield from wrapped(heading(coverage), paint=paint, ink=Ink.STRONG)
    for measure in CoverageMeasure:
        figure = coverage.figure(measure)
        counted = f"{figure.seen} of {figure.wanted}"
        yield f"  {measure.value:<{_WIDTH}}{counted:>12}{figure.percent:>8g} %"
    for note in notes(coverage):
        yield ""
        yield from wrapped(note)
    for rule in dict.fromkeys(one.rule_id for one in coverage.covered):
        yield from _of_rule([one for one in coverage.covered if one.rule_id == rule], paint, everything=everything)


def _of_rule(covered: Sequence[CoveredPart], paint: Paint, *, everything: bool) -> Iterator[str]:
    shown = [one for one in covered if everything or one.gaps]
    if not shown:
        return
    yield ""
    yield f"{paint(covered[0].rule_id, Ink.STRONG)}  {paint(printable(str(covered[0].place)), Ink.FAINT)}"
    for one in shown:
        yield from _of_part(one, everything=everything)


def _of_part(one: CoveredPart, *, everything: bool) -> Iterator[str]:
    value = f" ({one.value})" if one.value else ""
    name = "the rule" if one.path is None else f"{one.path}{value}"
    if everything:
        seen = joined(word.replace("_", " ") for word in one.seen) if one.seen else "nothing"
        yield from wrapped(f"{name}: shown as {seen}", indent=2, label="-")
    elif one.gaps:
        yield from wrapped(name, indent=2, label="-")
    for gap in one.gaps:
        yield from wrapped(sentence(gap.says), indent=4)
        if gap.open_in:
            yield from wrapped(f"One is open: “{one_line(gap.open_in)}”", indent=4)
