"""What every format says about tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from courtesy.model.policy_tests import TestState
from courtesy.wording.text import agree, joined, sentence, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.policy_tests import Expected, TestDifference, TestProblem, TestReport, TestResult, UntriedRule

_AMONG = frozenset({"satisfied", "not_applicable"})
_TOLD = ("violated", "undetermined", "waived")


def name(report: TestReport) -> str:
    """Which policy was tested: `northgate 2.0.0`, or where it lies if it does not load."""
    if report.id is None:
        return report.place
    return f"{report.id} {report.version}" if report.version else f"{report.id}, all versions by their dates"


def heading(report: TestReport) -> str:
    """Which policy was tested, in which content, and what came of it."""
    digest = f" ({short_digest(report.digest)})" if report.digest else ""
    return f"{name(report)}{digest}: {counts(report)}"


def counts(report: TestReport) -> str:
    """How many tests came to what: `12 passed, 1 failed`."""
    words = {
        TestState.PASSED: "passed",
        TestState.FAILED: "failed",
        TestState.OPEN: "not answered yet",
        TestState.ERROR: "could not be run",
    }
    said = [f"{count:,} {word}" for state, word in words.items() if (count := report.count(state))]
    unread = sum(bool(file.problems) for file in report.files)
    if unread:
        said.append(f"{agree(unread, 'file')} not run")
    if report.problems:
        said.append("it does not load")
    return ", ".join(said) if said else "nothing ran"


def nothing_ran(report: TestReport) -> str | None:
    """Why no test was run; None where one was, or what is wrong with the files tells it."""
    if report.results or report.all_problems:
        return None
    if report.left_out:
        return f"none of {agree(report.left_out, 'test')} {report.chosen_by}"
    if report.files:
        return f"no tests in {joined(file.path for file in report.files)}"
    return f"no tests: looked for YAML and JSON files in {joined(report.looked_in)}"


def problems_beside(report: TestReport) -> tuple[TestProblem, ...]:
    """What kept whole files from being run, or all of them; what is wrong with one test is told with it."""
    return (*report.problems, *(problem for file in report.files for problem in file.problems))


def difference(of: TestDifference) -> str:
    """What a test expects under a key, beside what the policy says."""
    if of.key == "says":
        return (
            f"expected a sentence with {' and one with '.join(f'`{text}`' for text in of.expected or ())}, found none"
        )
    if isinstance(of.expected, Mapping) and isinstance(of.got, Mapping):
        ids = (*of.expected, *(one for one in of.got if one not in of.expected))
        pairs = ((one, of.expected.get(one), of.got.get(one)) for one in ids)
        return "; ".join(f"{one}: expected {a or 'none'}, found {b or 'none'}" for one, a, b in pairs if a != b)
    among = " among them" if of.key in _AMONG else ""
    return f"expected {shown(of.expected)}{among}, found {shown(of.got)}"


def shown(value: Expected) -> str:
    """A value of a test on one line; nothing is `none`."""
    if isinstance(value, str):
        return value
    return ", ".join(value or ()) or "none"


def reasons(result: TestResult) -> Iterator[tuple[str, str]]:
    """Why a test has not passed, line by line, each under a label."""
    for wrong in result.problems:
        where = f"{wrong.place}: " if place(wrong) else ""
        yield "error", f"{where}{problem(wrong)}"
    if result.state is TestState.OPEN:
        yield "outcome", f"nobody has answered yet; the policy says {now_said(result)}"
    for one in result.differences:
        yield one.key, difference(one)


def now_said(result: TestResult) -> str:
    """The outcome and the rules that the engine says now: `wait, violated: timing.calls`."""
    rules = (f"{how}: {', '.join(sorted(result.seen[how]))}" for how in _TOLD if result.seen.get(how))
    return "; ".join((result.outcome.value if result.outcome else "nothing", *rules))


def message(result: TestResult) -> str:
    """Why a test has not passed, on one line."""
    return "; ".join(f"{label}: {said}" for label, said in reasons(result))


def untried(of: UntriedRule) -> str:
    """In which ways no test has a rule: `never violated or undetermined`."""
    return f"never {joined((how.replace('_', ' ') for how in of.never), 'or')}"


def problem(of: TestProblem) -> str:
    """A mistake with its likely fix, on one line."""
    return f"{of.message}; {of.help}" if of.help else of.message


def total(reports: Iterable[TestReport]) -> str:
    """What all came to, as the last line."""
    listed = list(reports)
    passed = sum(report.count(TestState.PASSED) for report in listed)
    every = sum(len(report.results) for report in listed)
    if not every:
        return sentence("nothing ran")
    idle = sum(nothing_ran(report) is not None for report in listed)
    said = [f"{passed:,} of {agree(every, 'test')} passed"]
    if idle:
        said.append(f"nothing ran for {agree(idle, 'policy')}")
    if any(map(problems_beside, listed)):
        said.append("something could not be read")
    return sentence("; ".join(said))


def place(of: TestResult | TestProblem | UntriedRule) -> tuple[str, int, int] | None:
    """File, line and column; None where it has no place in a file."""
    span = of.place
    return (str(span.file), span.line, span.column) if span is not None and span.line else None
