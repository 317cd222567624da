"""The problems of a file of any kind, and what is valid in it and probably not meant, each by who finds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.api.oversights import oversights
from courtesy.api.releases import release_problems
from courtesy.api.waiving import check_waivers
from courtesy.editor.kinds import FileKind
from courtesy.errors import InvalidInputError
from courtesy.loading import schemas
from courtesy.loading.case_zone import with_zone
from courtesy.loading.paths import placed
from courtesy.loading.project import read_project
from courtesy.loading.releases import read_releases
from courtesy.loading.source import read_tree
from courtesy.model.lint import Sense
from courtesy.review.tests.fitting import unfit
from courtesy.review.tests.reading import parse_tests
from courtesy.spans import MappingNode, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from courtesy.api.policy import Policy
    from courtesy.editor.desk import Desk
    from courtesy.editor.sheet import Sheet
    from courtesy.errors import Problem
    from courtesy.model.policy_tests import TestFile


_NAMED = re.compile("`([^`]+)`")


class Warned(Struct, frozen=True, kw_only=True):
    """What is valid and probably not meant; `span` is None where it is about the whole policy.

    `related` are places that have to do with it, each with what stands there. `left_out` is the name of a file that the
    manifest could include.
    """

    code: str
    message: str
    help: str | None = None
    span: Span | None = None
    related: tuple[tuple[str, Span], ...] = ()
    left_out: str | None = None


def problems_of(desk: Desk, sheet: Sheet) -> tuple[Problem, ...]:
    """Everything that is wrong with a file, and with those it names."""
    try:
        _CHECKS[sheet.kind](desk, sheet)
    except InvalidInputError as error:
        return error.problems
    return ()


def _check_policy(_: Desk, sheet: Sheet) -> None:
    if sheet.manifest is None:
        _check_rules_alone(sheet)
    elif found := sheet.now.problems or (sheet.now.policy and (*release_problems(sheet.now.policy),)):
        raise InvalidInputError(found)


def _check_rules_alone(sheet: Sheet) -> None:
    """The rules of a file that is a part of no policy: their structure is all that can be checked."""
    found = schemas.problems(read_tree(_bytes(sheet), str(sheet.path)), "policy", "rule_file")
    if found:
        raise InvalidInputError(found)


def _check_waivers(desk: Desk, sheet: Sheet) -> None:
    check_waivers(sheet.path, sheet.project, desk.unsaved)


def _check_project(_: Desk, sheet: Sheet) -> None:
    read_project(sheet.path, _bytes(sheet))


def _check_releases(_: Desk, sheet: Sheet) -> None:
    read_releases(_bytes(sheet), str(sheet.path))


def _check_case(_: Desk, sheet: Sheet) -> None:
    policy = sheet.now.policy or sheet.good.policy
    if policy is None:
        read_tree(_bytes(sheet), str(sheet.path))
    else:
        zone = None if sheet.project is None else sheet.project.zone
        tree = read_tree(_bytes(sheet), str(sheet.path))
        try:
            policy.case_from(with_zone(tree, zone))
        except InvalidInputError as error:
            raise InvalidInputError(placed(error.problems, tree)) from None


def _check_tests(_: Desk, sheet: Sheet) -> None:
    file = parse_tests(_bytes(sheet), str(sheet.path))
    source = sheet.source
    problems = [] if source is None or isinstance(file.policy, MappingNode) else list(unfit(file, [source]))
    policy = sheet.now.policy or sheet.good.policy
    if policy is not None and not problems:
        problems += _problems_of_cases(file, policy)
    if problems:
        raise InvalidInputError(problems)


def _problems_of_cases(file: TestFile, policy: Policy) -> Iterator[Problem]:
    """What is wrong with the cases of tests: what stands in the base is told once."""
    for test in file.tests:
        try:
            policy.case_from(test.case)
        except InvalidInputError as error:
            yield from error.problems


def _check_nothing(_: Desk, __: Sheet) -> None:
    """Whatever it is, it is not ours."""


_CHECKS: Mapping[FileKind, Callable[[Desk, Sheet], None]] = {
    FileKind.MANIFEST: _check_policy,
    FileKind.RULES: _check_policy,
    FileKind.WAIVERS: _check_waivers,
    FileKind.PROJECT: _check_project,
    FileKind.RELEASES: _check_releases,
    FileKind.CASE: _check_case,
    FileKind.TESTS: _check_tests,
    FileKind.OTHER: _check_nothing,
}


def warnings_of(desk: Desk, sheet: Sheet) -> Iterator[Warned]:
    """What is valid in a policy and probably not meant: what makes no sense, and what is told of a whole policy."""
    policy = sheet.now.policy
    if policy is None or sheet.kind not in {FileKind.MANIFEST, FileKind.RULES}:
        return
    if sheet.kind is FileKind.MANIFEST:
        for notice in oversights(policy, sheet.project):
            yield Warned(code=notice.code, message=notice.message)
    report = desk.linted(sheet)
    for finding in () if report is None else report.findings:
        names = _NAMED.findall(finding.message)
        yield Warned(
            code=finding.sense.value,
            message=finding.message,
            help=finding.help,
            span=finding.span,
            related=tuple((place.what, place.span) for place in finding.related),
            left_out=names[0] if finding.sense is Sense.NOT_INCLUDED and names else None,
        )


def _bytes(sheet: Sheet) -> bytes:
    return sheet.text.encode("utf-8", "surrogatepass")
