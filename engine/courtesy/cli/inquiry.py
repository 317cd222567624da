"""What `plan`, `when` and `next` ask about: cases, by one policy, from now until some time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from courtesy.bounds import MOST_DAYS
from courtesy.cli import engine_errors
from courtesy.cli.case_input import CaseSource, moment_in, time_asked
from courtesy.cli.day_times import DayTime
from courtesy.cli.file_kinds import is_draft
from courtesy.cli.flag_source import FlagSource
from courtesy.cli.policy_choice import Chosen, PolicyChoice
from courtesy.cli.request import CaseFlags, beside_a_file, given, no_free_file
from courtesy.deadline import within
from courtesy.instants import find_zone, instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from courtesy.api.case_reading import CaseReading
    from courtesy.api.questions import Questions
    from courtesy.cli.exit_codes import ExitCode
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Case
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Notice


class Setting(Struct, frozen=True):
    """What an answer is found in: the policy, the case, and from when to when. `until` None is the default.

    With `as_of` the question is what was known at `now`. `notices` are about how the case was read.
    """

    chosen: Chosen
    case: Case
    now: datetime
    until: datetime | None
    as_of: bool
    notices: tuple[Notice, ...] = ()

    @property
    def policy(self) -> Questions:
        """The policy that answers."""
        return self.chosen.policy

    @property
    def to_read(self) -> PolicySource:
        """What renderers take of it."""
        return self.policy.to_read(self.now)


class Inquiry(Struct, frozen=True, kw_only=True):
    """The options that these commands share. Times are naive where they were given without an offset.

    Where it is `of_one_act`, `to` and `cc` are whom that goes to, in a case from a file too; else they are the people
    of a case from flags.
    """

    of_one_act: bool
    paths: tuple[Path, ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    flags: CaseFlags
    policy_name: str | None
    matcher: MatcherName
    now: datetime | DayTime | None
    as_of: datetime | DayTime | None
    until: date | DayTime | None
    days: int | None
    save: Path | None

    def __post_init__(self) -> None:
        if conflict := next(self._conflicts(), None):
            raise click.UsageError(conflict)

    def _conflicts(self) -> Iterator[str]:
        """Why these options make no sense together."""
        if self.until is not None and self.days is not None:
            yield "use --until or --days, not both"
        for path in self.paths:
            if is_draft(path):
                yield f"{path} is an e-mail draft, but a case is needed; `courtesy check` judges drafts"
        people = [flag for flag, named in (("--to", self.to), ("--cc", self.cc)) if named]
        described = [
            *given(self.flags, *(["zone"] if self.of_several else [])),
            *([] if self.of_one_act else people),
            *([] if self.save is None else ["--save"]),
        ]
        if self.paths and described:
            yield beside_a_file(described[0])
        if not self.paths and not described and not people:
            yield "nothing to ask about: give a case file, or describe a case with --interview and --to"
        if not self.paths and not people and not self.flags.contact:
            yield "nobody to follow up with: name contacts with --to, such as --to interviewer, or with --contact"
        if self.save is not None and (taken := no_free_file(self.save)):
            yield taken
        if self.of_one_act and self.of_several:
            yield "several cases are given, but this command asks about one"

    @property
    def of_several(self) -> bool:
        """Whether it asks for one answer over several cases, or over those of a folder."""
        return len(self.paths) > 1 or any(path.is_dir() for path in self.paths)

    def source(self, zone: str | None) -> CaseSource | FlagSource:
        """The one case that is asked about, in that zone where flags state none. Raises `click.UsageError`."""
        if self.paths:
            return CaseSource(self.paths[0])
        return FlagSource(self.flags, time_asked(self.now, self.as_of), to=self.to, cc=self.cc, zone=zone)

    def setting(self, source: CaseSource | FlagSource, choice: PolicyChoice) -> Setting:
        """The case as of now, with the policy that judges it. Raises `CourtesyError`, `OSError`."""
        chosen = choice.of(source.names_policy)
        case = source.read(chosen.policy, choice.zone)
        now = moment_in(time_asked(self.now, self.as_of), case.zone, source.zone_hint)
        end = self.end(case.zone, now, source.zone_hint)
        return Setting(chosen, case, now, end, as_of=self.as_of is not None, notices=source.notices)

    def end(self, zone_name: str | None, now: datetime, hint: str) -> datetime | None:
        """Until when to look, on the clocks of that zone; None where nobody says. Raises `click.UsageError`."""
        if self.days is not None:
            return _as_shown(now + timedelta(days=self.days))
        if self.until is None:
            return None
        until = self.until.on(now) if isinstance(self.until, DayTime) else self.until
        if isinstance(until, datetime):
            end = moment_in(until, zone_name, hint, "--until")
        else:
            end = _end_of(until, zone_name, hint)
        if instant(end) <= instant(now):
            message = f"--until {until.isoformat()} is not after now, which is {now.isoformat(timespec='minutes')}"
            raise click.UsageError(message)
        if end - now > timedelta(days=MOST_DAYS):
            message = f"--until {until.isoformat()} is more than {MOST_DAYS} days ahead"
            raise click.UsageError(message)
        return end


def inquiry_of(options: dict[str, Any], *, of_one_act: bool = False) -> Inquiry:
    """The options as one value. Raises `click.UsageError` where they contradict each other."""
    stated = dict(options)
    flags = CaseFlags(**{name: stated.pop(name) for name in CaseFlags.__struct_fields__})
    return Inquiry(flags=flags, of_one_act=of_one_act, **stated)


def run_inquiry(inquiry: Inquiry, deadline: float | None, answer: Callable[[Setting], ExitCode]) -> ExitCode:
    """The exit code of `answer` to what is asked about; what is wrong with the input is told."""
    choice = PolicyChoice(inquiry.policy_name, inquiry.matcher)
    source = inquiry.source(choice.zone)
    try:
        with within(deadline):
            setting = inquiry.setting(source, choice)
            code = answer(setting)
        if isinstance(source, FlagSource):
            _keep(source, setting.policy, inquiry.save)
    except click.ClickException:
        raise
    except Exception as error:  # noqa: BLE001  what is wrong with a case is told by its place in the file
        return engine_errors.report(source.plainer(error))
    return code


def _keep(source: FlagSource, policy: CaseReading, file: Path | None) -> None:
    """Keep the case that flags state, where that is asked for."""
    from courtesy.cli.case_saving import offer, save  # noqa: PLC0415  cold start: most cases are in a file

    if file is None:
        offer(source, policy)
    else:
        save(source, policy, file)


def _end_of(day: date, zone_name: str | None, hint: str) -> datetime:
    """When that day ends on the clocks of that zone."""
    zone = find_zone(zone_name) if zone_name else None
    if zone is None:
        message = f"--until {day.isoformat()} has no time zone: give a time with an offset, or {hint}"
        raise click.UsageError(message)
    return _as_shown(datetime.combine(day + timedelta(days=1), time(), zone))


def _as_shown(moment: datetime) -> datetime:
    """The same as clocks show it: they may be put forward over a time that was reckoned by the calendar."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)
