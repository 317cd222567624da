"""One case of a check: read it, give it its actions, choose the policy of the day, and judge."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

import click
from msgspec import Struct
from msgspec.structs import replace

from courtesy import load_policy
from courtesy.cli.flag_case import action_document, case_document, read_flags, setting_of
from courtesy.errors import CourtesyError
from courtesy.instants import find_zone, gap_readings, readings
from courtesy.rendering.verdict.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from courtesy import CompiledPolicy
    from courtesy.cli.request import Request
    from courtesy.model.case import Action, Case

FROM_FLAGS = "the flags"


class NoActionError(CourtesyError):
    """A case proposes nothing."""

    code: ClassVar[str] = "no-action"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"the case in `{self.name}` proposes no action"

    def help(self) -> str:
        """Where actions come from."""
        return "list some under `actions:`, or give one by --channel and its like, or a draft by --eml"


class NotACaseError(CourtesyError):
    """A policy was given where a case belongs."""

    code: ClassVar[str] = "not-a-case"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"expected a case, found the policy `{self.name}`"

    def help(self) -> str:
        """What can be done with a policy."""
        return f"judge by it with --policy {self.name}, or look for mistakes with `courtesy validate {self.name}`"


class CaseSource(Struct, frozen=True):
    """Where a case comes from: a file, bytes from standard input, or (neither) the flags.

    `found` is true for one that lies in a folder and was not named itself.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    found: bool = False


class Judge:
    """Judges cases as one request asks. Each policy is loaded once."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._policies: dict[date | None, CompiledPolicy] = {}

    def load(self) -> None:
        """Load the policy as named, so that what is wrong with it is told once. Raises `CourtesyError`."""
        self._policy(None)

    def report(self, source: CaseSource, *, named: bool) -> Report:
        """The verdict on one case; `named` puts its name above it. Raises `CourtesyError`, `OSError`."""
        policy = self._policy(None)
        case, now = self._case(source, policy)
        day = min((action.at or now for action in case.actions), default=now).astimezone(_zone(policy)).date()
        if not _in_force(policy, day):
            policy = self._policy(day)
            case, now = self._case(source, policy)
        if not case.actions:
            raise NoActionError(source.name)
        verdict = policy.check_plan(case, now=now, all_findings=self.request.all_findings)
        return Report(verdict=verdict, policy=policy.policy, name=source.name if named else None)

    def _policy(self, on: date | None) -> CompiledPolicy:
        if on not in self._policies:
            self._policies[on] = load_policy(self.request.policy_name, on=on, matcher=self.request.matcher)
        return self._policies[on]

    def _case(self, source: CaseSource, policy: CompiledPolicy) -> tuple[Case, datetime]:
        request = self.request
        if source.path is None and source.data is None:
            now = moment_in(request.now, request.case.zone, "--zone")
            document = case_document(request, policy.policy.vocabulary, now)
            if request.action.channel is not None:
                document["actions"] = [action_document(request.action)]
            case = read_flags(policy, document)
        else:
            case = policy.load_case(source.path) if source.path else policy.read_case(source.data or b"", source.name)
            now = moment_in(request.now, case.zone, f"`zone:` in {source.name}")
            if request.action.channel is not None:
                lone = read_flags(policy, {**setting_of(case), "actions": [action_document(request.action)]})
                case = case.with_actions(lone.actions)
        if request.drafts:
            to, purpose = request.action.to, request.action.purpose
            drafts = [policy.load_draft(path, case, to=to, purpose=purpose) for path in request.drafts]
            case = case.with_actions(_told_apart(drafts, request.drafts))
        return case, now


def _told_apart(drafts: Sequence[Action], paths: Sequence[Path]) -> tuple[Action, ...]:
    """Several drafts with the names of their files as ids: acts of one id would be taken for the same act."""
    if len(drafts) == 1:
        return tuple(drafts)
    names = [path.stem for path in paths]
    if len(set(names)) < len(names):
        names = [f"draft-{number}" for number in range(1, len(paths) + 1)]
    return tuple(replace(draft, id=name) for draft, name in zip(drafts, names, strict=True))


def _zone(policy: CompiledPolicy) -> ZoneInfo:
    return (find_zone(policy.policy.zone) if policy.policy.zone else None) or ZoneInfo("UTC")


def _in_force(policy: CompiledPolicy, day: date) -> bool:
    begins, ends = policy.policy.valid_from, policy.policy.valid_until
    return (begins is None or begins <= day) and (ends is None or day < ends)


def moment_in(moment: datetime, zone_name: str | None, hint: str) -> datetime:
    """`moment` on the clocks of that zone, or as it is where it has an offset and there is no zone.

    Raises `click.UsageError` where there is neither, or where those clocks never show the time, or show it twice.
    """
    zone = find_zone(zone_name) if zone_name else None
    if moment.tzinfo is not None:
        return moment.astimezone(zone) if zone else moment
    if zone is None:
        message = f"--now {moment.isoformat()} has no time zone: add an offset such as -05:00, or {hint}"
        raise click.UsageError(message)
    found = readings(moment, zone)
    if len(found) == 1:
        return found[0]
    first, second = (reading.isoformat() for reading in sorted(found or gap_readings(moment, zone), key=_instant))
    what = "exists twice" if found else "does not exist"
    message = f"--now {moment.isoformat()} {what} in {zone_name}: write {first} or {second}"
    raise click.UsageError(message)


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
