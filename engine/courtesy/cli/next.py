"""`courtesy next`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode, for_outcome
from courtesy.cli.flag_options import case_flags, people_flags, save_flag
from courtesy.cli.inquiry import inquiry_of, run_inquiry
from courtesy.cli.options import format_option, inquiry_options
from courtesy.rendering import FORMATS, renderer

if TYPE_CHECKING:
    from courtesy.cli.inquiry import Setting

_EXAMPLES = """\b
Examples:
  courtesy next case.yaml
  courtesy next case.yaml --now 2026-11-23T09:00-05:00 --days 7
  courtesy next case.yaml --format markdown
  courtesy next cases/ --days 1
  courtesy next --interview "today 12:00" --to interviewer

Exit codes: 0 nothing refused, 1 what is owed cannot be done, 2 wrong usage, 3
invalid file, 4 undetermined, 5 internal error."""


@click.command(epilog=_EXAMPLES)
@inquiry_options
@people_flags("Without a case: a contact to follow up with, such as interviewer.", "Without a case: another contact.")
@case_flags
@save_flag
@format_option("next_steps", "agenda")
def command(format_name: str, deadline: float | None, **options: Any) -> int:
    """Show what may or should be done now, and what comes next.

    CASE is a YAML or JSON file, or - for standard input. Without one, flags describe the case. The output gives for
    each action the earliest permitted time, the best time, the due time, and the reason.

    Several cases, or a folder of them, give the agenda that `courtesy plan` gives.
    """

    def answer(setting: Setting) -> ExitCode:
        steps = setting.policy.next_steps(setting.case, now=setting.now, until=setting.until, as_of=setting.as_of)
        steps = setting.chosen.told(replace(steps, notices=(*setting.notices, *steps.notices)))
        terminal.emit(renderer("next_steps", format_name)(steps, setting.to_read, terminal.paint()), format_name)
        return for_outcome(steps.outcome)

    inquiry = inquiry_of(options)
    if inquiry.of_several:
        from courtesy.cli.agenda import run_agenda  # noqa: PLC0415  cold start: one case needs none of it

        return run_agenda(inquiry, deadline, format_name)
    if format_name not in FORMATS["next_steps"]:
        message = f"--format {format_name} shows several cases; for one, use `courtesy plan`"
        raise click.UsageError(message)
    return run_inquiry(inquiry, deadline, answer)
