"""What became of tests as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.policy_tests import TestState
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, one_line, printable, wrapped
from courtesy.rendering.notices import text as notices
from courtesy.rendering.tests import phrases
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.model.policy_tests import TestProblem, TestReport, TestResult
    from courtesy.rendering.ink import Paint

_WIDTH = 8
_LABELS = {
    TestState.FAILED: ("FAILED", Ink.BAD),
    TestState.OPEN: ("OPEN", Ink.QUESTION),
    TestState.ERROR: ("ERROR", Ink.BAD),
}


def render(reports: Sequence[TestReport], paint: Paint) -> str:
    """Each policy with what did not pass, what it expected and what the policy says; at last how many passed."""
    return block(_lines(reports, paint))


def _lines(reports: Sequence[TestReport], paint: Paint) -> Iterator[str]:
    for number, report in enumerate(reports):
        if number:
            yield ""
        yield from wrapped(phrases.heading(report), paint=paint, ink=Ink.STRONG)
        if why := phrases.nothing_ran(report):
            yield from _head("NOTHING", sentence(why), paint, Ink.BAD)
        for problem in phrases.problems_beside(report):
            yield from _problem(problem, paint)
        for result in report.results:
            if result.state is not TestState.PASSED:
                yield from _result(result, paint)
        yield from _untried(report, paint)
        yield from notices.lines(report.notices, paint)
    if len(reports) > 1:
        yield ""
        yield phrases.total(reports)


def _head(label: str, text: str, paint: Paint, ink: Ink) -> Iterator[str]:
    yield ""
    yield from wrapped(text, label=label, label_width=_WIDTH, paint=paint, ink=Ink.STRONG, label_ink=ink)


def _problem(problem: TestProblem, paint: Paint) -> Iterator[str]:
    yield from _head("ERROR", problem.message, paint, Ink.BAD)
    if problem.place is not None:
        yield f"{' ' * _WIDTH}{paint(printable(str(problem.place)), Ink.FAINT)}"
    if problem.help:
        yield from wrapped(problem.help, indent=_WIDTH, label="help:")


def _result(result: TestResult, paint: Paint) -> Iterator[str]:
    label, ink = _LABELS[result.state]
    yield from _head(label, one_line(result.sentence), paint, ink)
    yield f"{' ' * _WIDTH}{paint(printable(str(result.place)), Ink.FAINT)}"
    for key, said in phrases.reasons(result):
        yield from wrapped(said, indent=_WIDTH, label=f"{key}:")
    if result.said:
        yield from wrapped("The policy says:", indent=_WIDTH)
    for said in result.said:
        yield from wrapped(said, indent=_WIDTH, label="-")


def _untried(report: TestReport, paint: Paint) -> Iterator[str]:
    if not report.untried:
        return
    yield ""
    yield from wrapped("No test tries these", paint=paint, ink=Ink.STRONG)
    for one in report.untried:
        yield from wrapped(f"{one.rule_id}: {phrases.untried(one)}", indent=2, label="-")
