"""The cases that commands are given: where each comes from, and on which clock it is asked about."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import click

from courtesy.bounds import MAX_BYTES
from courtesy.cli.day_times import DayTime
from courtesy.cli.file_kinds import has_rules, has_tests, holds_policy, may_be_case
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.instants import find_zone, gap_readings, readings
from courtesy.loading.case_zone import with_zone
from courtesy.loading.file_names import PROJECT_FILES, RELEASES, WAIVER_FILES
from courtesy.spans import MappingNode, Scalar
from courtesy.wording.zones import zone_hint as zone_meant

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.api.case_reading import CaseReading
    from courtesy.model.case import Case
    from courtesy.model.verdict import Notice
    from courtesy.spans import Tree

STANDARD_INPUT = "-"
_POLICY_NAME = re.compile(r"[a-z][a-z0-9-]*(@.+)?")
MOST_READ = MAX_BYTES + 1
"""One byte more than a case may have: enough to see that there are too many, however many follow."""


class NotACaseError(CourtesyError):
    """A policy was given where a case belongs."""

    code: ClassVar[str] = "not-a-case"
    way_out: ClassVar[str] = "name the policy with `--policy`, and a case as the argument"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"expected a case, found the policy `{self.name}`"

    def help(self) -> str:
        """What can be done with a policy."""
        return f"judge by it with --policy {self.name}, or look for mistakes with `courtesy validate {self.name}`"


class TestsNotACaseError(CourtesyError):
    """A file of tests was given where a case belongs."""

    code: ClassVar[str] = "not-a-case"
    way_out: ClassVar[str] = "run the tests with `courtesy test`, and give a case as the argument"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"expected a case, found the tests `{self.name}`"

    def help(self) -> str:
        """What can be done with tests."""
        return f"`courtesy test {self.name}` runs them"


class CaseSource:
    """Where a case comes from: a file, or standard input. It is read and parsed once, by however many policies.

    `found` is true for one that lies in a folder and was not named itself.
    """

    notices: tuple[Notice, ...] = ()

    def __init__(self, path: Path, *, found: bool = False) -> None:
        self.path = None if str(path) == STANDARD_INPUT else path
        self.name = "<stdin>" if self.path is None else str(path)
        self.zone_hint = f"`zone:` in {self.name}"
        self.found = found

    @cached_property
    def data(self) -> bytes:
        """Its bytes. Raises `InvalidInputError` where they cannot be had, or are too many."""
        from courtesy.loading.source import read_file  # noqa: PLC0415  cold start of `--help`

        return sys.stdin.buffer.read(MOST_READ) if self.path is None else read_file(self.path)

    @cached_property
    def _tree(self) -> Tree:
        from courtesy.loading.source import read_tree  # noqa: PLC0415  cold start of `--help`

        return read_tree(self.data, self.name)

    @property
    def names_policy(self) -> str | None:
        """The policy that it names, with its place; None where it names none, which its reader may find wrong.

        Raises `CourtesyError`, `OSError`.
        """
        named = self._tree.get("policy") if isinstance(self._tree, MappingNode) else None
        return named if isinstance(named, Scalar) and _POLICY_NAME.fullmatch(named) else None

    def read(self, policy: CaseReading, zone: str | None = None) -> Case:
        """The case in the words of a policy, in that `zone` where it states none. Raises `CourtesyError`, `OSError`."""
        return policy.case_from(with_zone(self._tree, zone))

    def holds_rules(self, *, alone: bool = False) -> bool:
        """Whether it is a policy, or (`alone`) a list of rules that a policy includes."""
        try:
            return self.path is not None and has_rules(self.data, alone=alone)
        except InvalidInputError:
            return False  # its reader will say why

    def holds_tests(self) -> bool:
        """Whether it is a file of tests."""
        try:
            return self.path is not None and has_tests(self.data)
        except InvalidInputError:
            return False  # its reader will say why

    def may_be_one(self) -> bool:
        """Whether it has a key of a case: among the files of a policy there are others."""
        from courtesy import schema  # noqa: PLC0415  cold start of `--help`

        try:
            keys = schema("case")["properties"].keys() - {"id", "policy"}  # which many other files have
            return may_be_case(self.data, keys)
        except InvalidInputError:
            return True  # its reader will say why

    def plainer(self, error: Exception) -> Exception:
        """What is wrong with a policy that was given as a case is that it is none, not each of its keys.

        What is wrong with a case that has been read is told by its place in the file.
        """
        if not isinstance(error, InvalidInputError):
            return error
        if self.holds_rules():
            return NotACaseError(self.name)
        if self.holds_tests():
            return TestsNotACaseError(self.name)
        if any(problem.line is None for problem in error.problems):
            from courtesy.loading.paths import placed  # noqa: PLC0415  only for a case that is invalid

            return InvalidInputError(placed(error.problems, self._tree))
        return error


def case_at(path: Path, *, found: bool = False) -> CaseSource | None:
    """The case in a file; None where a file or folder holds a policy or what belongs to one, or a project."""
    if holds_policy(path) or path.name in {*PROJECT_FILES, *WAIVER_FILES, RELEASES}:
        return None
    source = CaseSource(path, found=found)
    return None if source.holds_rules(alone=True) or source.holds_tests() else source


def clock() -> datetime:
    """The time now: the one place where the machine's clock is read."""
    return datetime.now(UTC).astimezone()


def time_asked(now: datetime | DayTime | None, as_of: datetime | DayTime | None) -> datetime | DayTime:
    """The time to judge as of, which is the clock's where none was given. Raises `click.UsageError`."""
    if now is not None and as_of is not None:
        message = "use --now or --as-of, not both"
        raise click.UsageError(message)
    return now or as_of or clock()


def moment_in(moment: datetime | DayTime, zone_name: str | None, hint: str, flag: str = "--now") -> datetime:
    """`moment` on the clocks of that zone, or as it is where it has an offset and there is no zone.

    What is said by the day is counted from the machine's clock. Raises `click.UsageError`, which names `flag`, where
    there is neither offset nor zone, or where those clocks never show the time, or show it twice; `hint` says how else
    to give the zone.
    """
    zone = find_zone(zone_name) if zone_name else None
    if isinstance(moment, DayTime):
        moment = moment.begin(clock().astimezone(zone))
    if moment.tzinfo is not None:
        return moment.astimezone(zone) if zone else moment
    if zone is None and zone_name:
        message = f"{flag} {moment.isoformat()} is a time in `{zone_name}`, which is no known time zone"
        raise click.UsageError(f"{message}; {zone_meant(zone_name)}")
    if zone is None:
        message = f"{flag} {moment.isoformat()} has no time zone: add an offset such as -05:00, or {hint}"
        raise click.UsageError(message)
    found = readings(moment, zone)
    if len(found) == 1:
        return found[0]
    first, second = (reading.isoformat() for reading in sorted(found or gap_readings(moment, zone), key=_instant))
    what = "exists twice" if found else "does not exist"
    message = f"{flag} {moment.isoformat()} {what} in {zone_name}: write {first} or {second}"
    raise click.UsageError(message)


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
