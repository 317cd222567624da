"""`courtesy when`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.inquiry import run_inquiry
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

Exit codes: 0 permitted at some time, 1 never permitted, 2 wrong usage, 3
invalid file, 4 undetermined, 5 internal error."""


@click.command(epilog=_EXAMPLES)
@inquiry_options
@click.option("--channel", required=True, metavar="CHANNEL", help="The channel, such as email or phone.")
@click.option("--to", multiple=True, metavar="CONTACT", help="A contact to address. Repeatable.")
@click.option("--purpose", metavar="PURPOSE", help="The purpose, such as thank_you or follow_up.")
@click.option("--cc", multiple=True, metavar="CONTACT", help="A contact who gets a copy. Repeatable.")
@format_option("windows")
def command(
    format_name: str, channel: str, to: tuple[str, ...], purpose: str | None, cc: tuple[str, ...], **options: Any
) -> int:
    """Show when an action is permitted, and what blocks it.

    CASE is a YAML or JSON file, or - for standard input. The flags describe the action. Actions that the case
    proposes are ignored. Rules that block a time are named.
    """
    from courtesy.cli.flag_case import read_act  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.request import ActionFlags  # noqa: PLC0415  cold start of `--help`

    flags = ActionFlags(channel=channel, purpose=purpose, to=to, cc=cc, at=None, subject=None, body=None)

    def answer(setting: Setting) -> ExitCode:
        if not to and not setting.policy.source.vocabulary.channel(channel).addresses_nobody:
            message = f"--channel {channel} needs --to, the contact to address"
            raise click.UsageError(message)
        action = read_act(flags, setting.case, setting.policy, setting.now)
        policy, now, until = setting.policy, setting.now, setting.until
        windows = policy.windows(setting.case, action, now=now, until=until, as_of=setting.as_of)
        terminal.emit(renderer("windows", format_name)(windows, policy.source, terminal.paint()), format_name)
        return _code(windows)

    return run_inquiry(options, answer)


def _code(windows: Timetable) -> ExitCode:
    if windows.open:
        return ExitCode.PERMITTED
    refused = all(window.outcome.refused for window in windows.windows)
    return ExitCode.REFUSED if refused else ExitCode.UNDETERMINED
