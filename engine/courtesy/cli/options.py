"""Options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from courtesy.bounds import LOOK_AHEAD_WEEKS, MOST_DAYS
from courtesy.cli import engine_errors
from courtesy.cli.day_times import DayTime, day_time_hint, parse_day_time
from courtesy.errors import CourtesyError
from courtesy.instants import parse_timestamp
from courtesy.rendering import FORMATS
from courtesy.wording.meant import time_hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

    from courtesy.matching.crosscheck import MatcherName

    Command = Callable[..., object]


class Moment(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A time in ISO 8601, with an offset or local; or one said by the day, such as `today 15:30`."""

    name = "time"
    or_date = False

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | date | DayTime:
        """What was written: a datetime, naive where it has no offset, or a time by the day; with `or_date` a date."""
        text = str(value)
        found = parse_timestamp(text) or parse_day_time(text)
        if found is None or not (self.or_date or _has_clock(found)):
            hint = time_hint(text, or_date=self.or_date) or day_time_hint(text)
            wanted = f"`{text}` is no time such as 2026-11-27T15:30, 2026-11-27T15:30-05:00 or `today 15:30`"
            self.fail(f"{wanted}; {hint}" if hint else wanted, param, ctx)
        return found


class MomentOrDate(Moment):
    """A time, or a bare date or day."""

    or_date = True


class TimeText(Moment):
    """The same, handed on as text, for who knows the zone to read it in."""

    def __init__(self, *, or_date: bool = False) -> None:
        self.or_date = or_date

    def convert(  # type: ignore[override]  # the text is what is wanted
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The text, once it is known to be a time."""
        super().convert(value, param, ctx)
        return str(value)


def _has_clock(found: date | DayTime) -> bool:
    return isinstance(found, datetime) or (isinstance(found, DayTime) and found.clock is not None)


def complete_policy(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The policies whose names begin as typed, for shell completion."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  cold start

    from courtesy import list_policies  # noqa: PLC0415  cold start
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start

    try:
        entries = list_policies(project=project_here())
    except CourtesyError:  # whoever asks with the name is told
        entries = list_policies()
    names = dict.fromkeys(name for entry in entries for name in (entry.id, f"{entry.id}@{entry.version}"))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def policy_option(command: Command) -> Command:
    """`--policy`."""
    return click.option(
        "--policy",
        "policy_name",
        metavar="POLICY",
        shell_complete=complete_policy,
        help="A policy: name, name@version, or path.  [default: as in the case or courtesy.yaml, else hire-wire]",
    )(command)


def now_option(command: Command) -> Command:
    """`--now`."""
    return click.option("--now", type=Moment(), metavar="TIME", help="Judge as of this time.  [default: the clock]")(
        command
    )


def as_of_option(command: Command) -> Command:
    """`--as-of`."""
    return click.option(
        "--as-of",
        type=Moment(),
        metavar="TIME",
        help="Look back: judge by what was known at this time, without later touches.",
    )(command)


def matcher_option(command: Command) -> Command:
    """`--matcher`, once it is known to be at hand."""
    return click.option(
        "--matcher",
        type=click.Choice(["auto", "both", "native", "durable"]),
        default="auto",
        show_default=True,
        callback=_available,
        help="Which matcher to use. With both, they must agree; auto uses both where it can.",
    )(command)


def deadline_option(command: Command) -> Command:
    """`--deadline`, for each case."""
    return click.option(
        "--deadline",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Give up on a case after this many seconds.  [default: never]",
    )(command)


def _available(_: click.Context, __: click.Parameter, matcher: str) -> str:
    from courtesy import DurableUnavailableError, available_matchers  # noqa: PLC0415  cold start of `--help`

    try:
        available_matchers(cast("MatcherName", matcher))
    except DurableUnavailableError:
        message = f"the durable matcher is not available on this Python, and {matcher} needs it; use --matcher native"
        raise click.UsageError(message) from None
    return matcher


def _remembered(context: click.Context, _: click.Parameter, name: str) -> str:
    """The format, which who tells of errors can find in the context."""
    context.meta[engine_errors.FORMAT] = name
    return name


def format_option(*subjects: str) -> Callable[[Command], Command]:
    """`--format`, with the formats of those subjects."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(list(dict.fromkeys(name for subject in subjects for name in FORMATS[subject]))),
        default="text",
        show_default=True,
        is_eager=True,
        callback=_remembered,
        help="How to show the result. With json, errors are JSON too.",
    )


def inquiry_options(command: Command) -> Command:
    """What the commands share that look ahead: the cases, the policy, and from when to when."""
    cases = click.argument("paths", nargs=-1, metavar="[CASE...]", type=click.Path(readable=False, path_type=Path))
    until = click.option(
        "--until",
        type=MomentOrDate(),
        metavar="TIME",
        help=f"Look ahead to this time. A bare date means the end of that day.  [default: {LOOK_AHEAD_WEEKS} weeks]",
    )
    days = click.option(
        "--days",
        type=click.IntRange(1, MOST_DAYS),
        metavar="N",
        help=f"Number of days to look ahead (at most {MOST_DAYS}).",
    )
    return cases(policy_option(now_option(as_of_option(until(days(matcher_option(deadline_option(command))))))))
