"""What became of tests as JUnit XML, which continuous integration reads. It tells no times: they hold nothing."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from courtesy.model.policy_tests import TestState
from courtesy.rendering.layout import printable
from courtesy.rendering.tests import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courtesy.model.policy_tests import TestedFile, TestProblem, TestReport, TestResult
    from courtesy.rendering.ink import Paint

_KINDS = {TestState.FAILED: "failure", TestState.OPEN: "failure", TestState.ERROR: "error"}


def render(reports: Sequence[TestReport], paint: Paint) -> str:  # noqa: ARG001  XML has no colour
    """A suite for each policy. What keeps tests from being run is a case of its own, which is in error."""
    root = ET.Element("testsuites", name="courtesy")
    for report in reports:
        _suite(root, report)
    _count(root, root.iter("testcase"))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, report: TestReport) -> None:
    suite = ET.SubElement(root, "testsuite", name=_text(phrases.name(report)))
    for problem in report.problems:
        _broken(suite, "the policy loads", report.place, problem)
    if why := phrases.nothing_ran(report):
        case = _case(suite, "at least one test runs", report.place)
        _told(case, "error", "nothing-ran", why)
    for file in report.files:
        for problem in file.problems:
            _broken(suite, "the file of tests can be run", file.path, problem)
        for result in file.results:
            _result(suite, file, result)
    _count(suite, suite.iter("testcase"))


def _count(element: ET.Element, cases: Iterable[ET.Element]) -> None:
    listed = list(cases)
    element.set("tests", str(len(listed)))
    element.set("failures", str(sum(case.find("failure") is not None for case in listed)))
    element.set("errors", str(sum(case.find("error") is not None for case in listed)))
    if element.tag == "testsuite":
        element.set("skipped", "0")
    element.set("time", "0")


def _result(suite: ET.Element, file: TestedFile, result: TestResult) -> None:
    case = _case(suite, result.sentence, file.path, result.place.line)
    if result.state in _KINDS:
        said = "\n".join((str(result.place), *(f"{key}: {why}" for key, why in phrases.reasons(result)), *result.said))
        _told(case, _KINDS[result.state], result.state.value, phrases.message(result), said)


def _broken(suite: ET.Element, name: str, file: str, problem: TestProblem) -> None:
    place = phrases.place(problem)
    where = f"{problem.place}: " if place else ""
    case = _case(suite, name if place is None else f"{name}, {place[1]}:{place[2]}", file, place[1] if place else None)
    _told(case, "error", problem.code, f"{where}{phrases.problem(problem)}")


def _case(suite: ET.Element, name: str, file: str, line: int | None = None) -> ET.Element:
    path = PurePath(file)
    case = ET.SubElement(suite, "testcase", name=_text(name), classname=_text(f"{path.parent.name}.{path.stem}"))
    case.set("file", _text(path.as_posix()))
    if line is not None:
        case.set("line", str(line))
    case.set("time", "0")
    return case


def _told(case: ET.Element, kind: str, code: str, message: str, text: str = "") -> None:
    told = ET.SubElement(case, kind, message=_text(message), type=code)
    told.text = "\n".join(_text(line) for line in (text or message).split("\n"))


def _text(text: str) -> str:
    """Without characters that XML cannot hold."""
    return printable(text)
