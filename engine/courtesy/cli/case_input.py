"""The cases that commands are given: where each comes from, by which policy it is read, and on which clock."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar
from zoneinfo import ZoneInfo

import click

from courtesy.bounds import MAX_BYTES
from courtesy.cli.day_times import DayTime
from courtesy.cli.file_kinds import has_rules, holds_policy, may_be_case
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.instants import find_zone, gap_readings, readings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courtesy import Policy
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Case
    from courtesy.model.verdict import Notice
    from courtesy.spans import Tree

_T = TypeVar("_T")
STANDARD_INPUT = "-"
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

    def read(self, policy: Policy) -> Case:
        """The case in the words of a policy. Raises `CourtesyError`, `OSError`."""
        return policy.case_from(self._tree)

    def holds_rules(self, *, alone: bool = False) -> bool:
        """Whether it is a policy, or (`alone`) a list of rules that a policy includes."""
        try:
            return self.path is not None and has_rules(self.data, alone=alone)
        except InvalidInputError:
            return False  # its reader will say why

    def may_be_one(self) -> bool:
        """Whether it has a key of a case: among the files of a policy there are others."""
        from courtesy import schema  # noqa: PLC0415  cold start of `--help`

        try:
            return may_be_case(self.data, schema("case")["properties"].keys() - {"id"})  # which many other files have
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
        if any(problem.line is None for problem in error.problems):
            from courtesy.loading.paths import placed  # noqa: PLC0415  only for a case that is invalid

            return InvalidInputError(placed(error.problems, self._tree))
        return error


def case_at(path: Path, *, found: bool = False) -> CaseSource | None:
    """The case in a file; None where a file or folder holds a policy, or a part of one."""
    if holds_policy(path):
        return None
    source = CaseSource(path, found=found)
    return None if source.holds_rules(alone=True) else source


class Policies:
    """The versions of one policy. Each is loaded once."""

    def __init__(self, name: str, matcher: MatcherName) -> None:
        self._name, self._matcher = name, matcher
        self._loaded: dict[date | None, Policy] = {}

    def as_named(self) -> Policy:
        """The policy as named. Raises `CourtesyError`."""
        return self._on(None)

    def in_force(self, read: Callable[[Policy], _T], time_of: Callable[[_T], datetime]) -> tuple[Policy, _T]:
        """The policy in force at the time of what is read, with that as it reads it.

        It is the policy as named where that is valid on that day, else the version that is. Raises `CourtesyError`.
        """
        named = self._on(None)
        found = read(named)
        policy = self._in_force_at(time_of(found), named)
        return policy, found if policy is named else read(policy)

    def _in_force_at(self, moment: datetime, policy: Policy) -> Policy:
        day = moment.astimezone(_zone(policy)).date()
        begins, ends = policy.source.valid_from, policy.source.valid_until
        in_force = (begins is None or begins <= day) and (ends is None or day < ends)
        return policy if in_force else self._on(day)

    def _on(self, day: date | None) -> Policy:
        from courtesy import load_policy  # noqa: PLC0415  after the usage is known to be right

        if day not in self._loaded:
            self._loaded[day] = load_policy(self._name, on=day, matcher=self._matcher)
        return self._loaded[day]


def _zone(policy: Policy) -> ZoneInfo:
    return (find_zone(policy.source.zone) if policy.source.zone else None) or ZoneInfo("UTC")


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
