"""`courtesy when`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.flag_options import case_flags, people_flags, save_flag
from courtesy.cli.inquiry import inquiry_of, run_inquiry
from courtesy.cli.options import format_option, inquiry_options
from courtesy.rendering import renderer

if TYPE_CHECKING:
    from courtesy.cli.inquiry import Setting
    from courtesy.model.timetable import Timetable

_EXAMPLES = """\b
Examples:
  courtesy when case.yaml --channel phone --to hr
  courtesy when case.yaml --channel email --purpose follow_up --to interviewer
                --cc hr --until 2026-12-18
  courtesy when case.yaml --channel email --to hr --days 90 --format json
  courtesy when --channel phone --to interviewer --interview "today 12:00"

Exit codes: 0 permitted at some time, 1 never permitted, 2 wrong usage, 3
invalid file, 4 undetermined, 5 internal error."""


@click.command(epilog=_EXAMPLES)
@inquiry_options
@click.option("--channel", required=True, metavar="CHANNEL", help="The channel, such as email or phone.")
@people_flags("A contact to address.", "A contact who gets a copy.")
@click.option("--purpose", metavar="PURPOSE", help="The purpose, such as thank_you or follow_up.")
@case_flags
@save_flag
@format_option("windows")
def command(format_name: str, deadline: float | None, channel: str, purpose: str | None, **options: Any) -> int:
    """Show when an action is permitted, and what blocks it.

    CASE is a YAML or JSON file, or - for standard input. Without one, flags describe the case too. Flags always
    describe the action: actions that the case proposes are ignored. Rules that block a time are named.
    """
    from courtesy.cli.flag_case import read_act  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.request import ActionFlags  # noqa: PLC0415  cold start of `--help`

    inquiry = inquiry_of(options, of_one_act=True)
    to, cc = inquiry.to, inquiry.cc
    flags = ActionFlags(channel=channel, purpose=purpose, to=to, cc=cc, at=None, subject=None, body=None)

    def answer(setting: Setting) -> ExitCode:
        if not to and not setting.policy.vocabulary.channel(channel).addresses_nobody:
            message = f"--channel {channel} needs --to, the contact to address"
            raise click.UsageError(message)
        action = read_act(flags, setting.case, setting.policy, setting.now)
        policy, now, until = setting.policy, setting.now, setting.until
        windows = policy.windows(setting.case, action, now=now, until=until, as_of=setting.as_of)
        windows = setting.chosen.told(replace(windows, notices=(*setting.notices, *windows.notices)))
        terminal.emit(renderer("windows", format_name)(windows, setting.to_read, terminal.paint()), format_name)
        return _code(windows)

    return run_inquiry(inquiry, deadline, answer)


def _code(windows: Timetable) -> ExitCode:
    if windows.open:
        return ExitCode.PERMITTED
    refused = all(window.outcome.refused for window in windows.windows)
    return ExitCode.REFUSED if refused else ExitCode.UNDETERMINED
