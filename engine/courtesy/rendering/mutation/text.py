"""What tests notice of changes to a policy as text for a terminal."""

from __future__ import annotations

from itertools import groupby
from math import floor
from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, one_line, printable, wrapped
from courtesy.wording.text import agree, joined, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.mutation import Mutant, MutationReport
    from courtesy.rendering.ink import Paint

_INDENT = 2


def render(report: MutationReport, paint: Paint) -> str:
    """How many changes were noticed, then each that was not: its line, and the sentence that it makes another."""
    return block(_lines(report, paint))


def _lines(report: MutationReport, paint: Paint) -> Iterator[str]:
    named = f"{report.id} {report.version} ({short_digest(report.digest)})"
    yield from wrapped(f"{named}: {_said(report)}", paint=paint, ink=Ink.STRONG)
    if report.open_tests:
        many = agree(report.open_tests, "test", "is")
        yield from wrapped(f"{many} open and will notice nothing until somebody has said what is right.")
    for sentence in report.failing:
        yield from wrapped(one_line(sentence), indent=_INDENT, label="-")
    for rule_id, of_rule in groupby(report.survivors, key=lambda mutant: mutant.part.rule_id):
        yield ""
        yield paint(rule_id, Ink.STRONG)
        for (file, line), on_line in groupby(of_rule, key=_line_of):
            same = list(on_line)
            yield paint(printable(f"  {file}:{line}  {same[0].line}"), Ink.FAINT)
            for mutant in same:
                yield from _survivor(mutant)


def _line_of(mutant: Mutant) -> tuple[str, int]:
    return str(mutant.part.span.file), mutant.part.span.line


def _said(report: MutationReport) -> str:
    if report.failing:
        failing = agree(len(report.failing), "test", "does")
        return f"{failing} not pass as it is, so no change was tried. See `courtesy test`."
    if not report.mutants:
        if not report.chosen:
            return "there is nothing in its rules that could be changed."
        rules = joined(f"`{rule}`" for rule in report.chosen)
        return f"it states nothing of {rules} that could be changed; what it inherits is tried where that comes from."
    if not report.tests:
        none = "no answered test" if report.open_tests else "no tests"
        return f"it has {none}, so nobody would notice any of {agree(len(report.mutants), 'change')}."
    tests = f"its {agree(report.tests, 'test')} {'notices' if report.tests == 1 else 'notice'}"
    return (
        f"{tests} {report.noticed:,} of {agree(len(report.mutants), 'change')} ({floor(report.percent * 10) / 10:g} %)."
    )


def _survivor(mutant: Mutant) -> Iterator[str]:
    done = "taken out" if mutant.new is None else f"made `{mutant.new}`"
    what = mutant.part.path if mutant.old == "" else f"{mutant.part.path}: {mutant.old}"
    yield from wrapped(f"`{one_line(what)}` {done}: no test notices.", indent=_INDENT, label="-")
    for said in mutant.meaning:
        for when, sentence in (("was", said.old), ("now", said.new)):
            yield from wrapped(f"{said.label} {when}: {sentence or 'not said'}", indent=_INDENT * 2)
