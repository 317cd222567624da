"""What `plan`, `when` and `next` ask about: one case, by one policy, from now until some time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from courtesy.bounds import MOST_DAYS
from courtesy.cli import engine_errors
from courtesy.cli.case_input import CaseSource, Policies, moment_in, time_asked
from courtesy.cli.day_times import DayTime
from courtesy.cli.file_kinds import is_draft
from courtesy.deadline import within
from courtesy.instants import find_zone, instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courtesy import Policy
    from courtesy.cli.exit_codes import ExitCode
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Case


class Setting(Struct, frozen=True):
    """What an answer is found in: the policy in force, the case, and from when to when. `until` None is the default.

    With `as_of` the question is what was known at `now`.
    """

    policy: Policy
    case: Case
    now: datetime
    until: datetime | None
    as_of: bool


class Inquiry(Struct, frozen=True, kw_only=True):
    """The options that these commands share. Times are naive where they were given without an offset."""

    case: Path
    policy_name: str
    matcher: MatcherName
    now: datetime | DayTime | None
    as_of: datetime | DayTime | None
    until: date | DayTime | None
    days: int | None

    def __post_init__(self) -> None:
        if self.until is not None and self.days is not None:
            message = "use --until or --days, not both"
            raise click.UsageError(message)
        if is_draft(self.case):
            message = f"{self.case} is an e-mail draft, but a case is needed; `courtesy check` judges drafts"
            raise click.UsageError(message)

    def setting(self, source: CaseSource) -> Setting:
        """The case as of now, by the version of the policy in force. Raises `CourtesyError`, `OSError`."""
        asked = time_asked(self.now, self.as_of)

        def now_in(case: Case) -> datetime:
            return moment_in(asked, case.zone, _zone_in(source))

        policy, case = Policies(self.policy_name, self.matcher).in_force(source.read, now_in)
        now = now_in(case)
        return Setting(policy, case, now, self._end(case, now, source), as_of=self.as_of is not None)

    def _end(self, case: Case, now: datetime, source: CaseSource) -> datetime | None:
        if self.days is not None:
            return _as_shown(now + timedelta(days=self.days))
        if self.until is None:
            return None
        until = self.until.on(now) if isinstance(self.until, DayTime) else self.until
        if isinstance(until, datetime):
            end = moment_in(until, case.zone, _zone_in(source), "--until")
        else:
            end = _end_of(until, case, source)
        if instant(end) <= instant(now):
            message = f"--until {until.isoformat()} is not after now, which is {now.isoformat(timespec='minutes')}"
            raise click.UsageError(message)
        if end - now > timedelta(days=MOST_DAYS):
            message = f"--until {until.isoformat()} is more than {MOST_DAYS} days ahead"
            raise click.UsageError(message)
        return end


def run_inquiry(options: dict[str, Any], answer: Callable[[Setting], ExitCode]) -> ExitCode:
    """The exit code of `answer` to what the options ask about; what is wrong with the input is told."""
    deadline: float | None = options.pop("deadline")
    inquiry = Inquiry(**options)
    source = CaseSource(inquiry.case)
    try:
        with within(deadline):
            return answer(inquiry.setting(source))
    except click.ClickException:
        raise
    except Exception as error:  # noqa: BLE001  what is wrong with a case is told by its place in the file
        return engine_errors.report(source.plainer(error))


def _zone_in(source: CaseSource) -> str:
    return f"`zone:` in {source.name}"


def _end_of(day: date, case: Case, source: CaseSource) -> datetime:
    """When that day ends where the case is."""
    zone = find_zone(case.zone) if case.zone else None
    if zone is None:
        message = f"--until {day.isoformat()} has no time zone: give a time with an offset, or {_zone_in(source)}"
        raise click.UsageError(message)
    return _as_shown(datetime.combine(day + timedelta(days=1), time(), zone))


def _as_shown(moment: datetime) -> datetime:
    """The same as clocks show it: they may be put forward over a time that was reckoned by the calendar."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)
