"""The tests of each rule, as they are shown above it, and what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.editor.kinds import FileKind
from courtesy.editor.lines import Lines
from courtesy.editor.marks import Related
from courtesy.editor.outline import outline
from courtesy.editor.rule_places import rule_id_named
from courtesy.editor.sketch import Role
from courtesy.errors import InvalidInputError
from courtesy.model.policy_tests import PolicyTest, TestFile, TestResult, TestState
from courtesy.review.tests.owners import own_files
from courtesy.review.tests.running import run
from courtesy.review.tests.subject import with_waivers_of
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from courtesy.editor.desk import Desk
    from courtesy.editor.sheet import Sheet


class Lens(Struct, frozen=True, kw_only=True):
    """A line above a rule: how many tests it has, or what became of them; `tests` are where they stand."""

    start: int
    end: int
    rule: str
    title: str
    tests: tuple[Related, ...]


def tests_by_rule(desk: Desk, sheet: Sheet) -> Mapping[str, tuple[PolicyTest, ...]]:
    """The tests beside the policy of a file, by the rules that they name; files that cannot be read are passed over."""
    found: dict[str, list[PolicyTest]] = {}
    for file in _files(desk, sheet):
        for test in file.tests:
            for rule in test.rules:
                found.setdefault(rule, []).append(test)
    return {rule: tuple(tests) for rule, tests in found.items()}


def _files(desk: Desk, sheet: Sheet) -> Iterator[TestFile]:
    """The files of tests that belong to the policy of a file, as they stand."""
    for path in () if sheet.manifest is None else own_files(sheet.manifest):
        file = desk.tests(path)
        if file is not None:
            yield file


def lenses(desk: Desk, sheet: Sheet, results: Mapping[str, tuple[TestResult, ...]]) -> tuple[Lens, ...]:
    """A lens for each rule that a file states or changes.

    `results` are what became of the tests of a rule when they were last run.
    """
    if sheet.kind not in {FileKind.RULES, FileKind.MANIFEST} or sheet.manifest is None:
        return ()
    by_rule = tests_by_rule(desk, sheet)
    lines: dict[Path, Lines] = {}
    return tuple(
        Lens(
            start=start,
            end=end,
            rule=rule,
            title=_title(by_rule.get(rule, ()), results.get(rule, ())),
            tests=tuple(_places(desk, by_rule.get(rule, ()), lines)),
        )
        for rule, start, end in _rules_of(sheet)
    )


def _rules_of(sheet: Sheet) -> Iterator[tuple[str, int, int]]:
    """The rules that a file states or changes, each with where it names it."""
    for word in sheet.words:
        if word.role is Role.KEY and word.path[:1] == ("change",) and rule_id_named(sheet, word) is not None:
            yield word.text, word.start, word.end
    for entry in outline(sheet):
        if entry.kind == "rule":
            yield entry.name, entry.name_start, entry.name_end


def _title(tests: tuple[PolicyTest, ...], results: tuple[TestResult, ...]) -> str:
    if not tests:
        return "no tests"
    counted = agree(len(tests), "test")
    if not results:
        return counted
    failed = sum(result.state is not TestState.PASSED for result in results)
    return f"{counted}: {failed} failed" if failed else f"{counted}: passed"


def _places(desk: Desk, tests: Iterable[PolicyTest], lines: dict[Path, Lines]) -> Iterator[Related]:
    for test in tests:
        path = Path(test.place.file).resolve()
        if path not in lines:
            lines[path] = Lines(desk.text(path) or "")
        yield Related(path, *lines[path].offsets(test.place), test.sentence)


def run_tests(desk: Desk, sheet: Sheet, rule: str | None = None) -> Mapping[str, tuple[TestResult, ...]]:
    """What becomes of the tests of a rule (of all rules, where it names none) with the policy as it is typed, by rule.

    Raises InvalidInputError where the policy has mistakes.
    """
    policy = sheet.now.policy
    if policy is None:
        raise InvalidInputError(sheet.now.problems)
    found: dict[str, list[TestResult]] = {}
    for file in _files(desk, sheet):
        judging = with_waivers_of(file, policy)
        for test in file.tests:
            if rule is None or rule in test.rules:
                result = run(judging, test)
                for name in test.rules:
                    found.setdefault(name, []).append(result)
    # Of other rules not all tests have been run.
    return {name: tuple(results) for name, results in found.items() if rule in {None, name}}


def told(results: Iterable[TestResult]) -> str:
    """What a person is told when tests were run."""
    every = list({(str(one.place), one.sentence): one for one in results}.values())
    failed = [one for one in every if one.state is not TestState.PASSED]
    if not failed:
        return f"{agree(len(every), 'test')}: passed"
    shown = "; ".join(f"{one.sentence} ({_why(one)})" for one in failed[:3])
    return f"{len(failed)} of {agree(len(every), 'test')} failed: {shown}"


def _why(result: TestResult) -> str:
    if result.problems:
        return result.problems[0].message
    first = next(iter(result.differences), None)
    return str(result.state) if first is None else f"{first.key}: expected {first.expected}, got {first.got}"
