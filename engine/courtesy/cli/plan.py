"""`courtesy plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode, for_outcome
from courtesy.cli.flag_options import case_flags, people_flags, save_flag
from courtesy.cli.inquiry import inquiry_of, run_inquiry
from courtesy.cli.options import format_option, inquiry_options
from courtesy.rendering import renderer

if TYPE_CHECKING:
    from courtesy.cli.inquiry import Setting

_EXAMPLES = """\b
Examples:
  courtesy plan case.yaml
  courtesy plan case.yaml --until 2026-12-18
  courtesy plan cases/ --days 7
  courtesy plan case.yaml --format html > plan.html
  courtesy plan case.yaml --format ics > plan.ics
  courtesy plan --interview "today 12:00" --to interviewer --contact hr

Exit codes: 0 there is a plan, 1 no plan is possible, 2 wrong usage, 3 invalid
file, 4 facts are missing, 5 internal error."""


@click.command(epilog=_EXAMPLES)
@inquiry_options
@people_flags("Without a case: a contact to follow up with, such as interviewer.", "Without a case: another contact.")
@case_flags
@save_flag
@format_option("plan", "agenda")
def command(format_name: str, deadline: float | None, **options: Any) -> int:
    """Make a plan that keeps the policy: what to do, when and why.

    CASE is a YAML or JSON file, or - for standard input. Without one, flags describe the case. Actions that a file
    proposes are kept if the policy permits them. The plan contains first what is owed, then what the policy's
    preferences suggest. The output lists what was left out and why. If no plan is possible, it names the rules that
    conflict.

    Several cases, or a folder of them, give one agenda: what is overdue first, then everything by day and clock.
    """

    def answer(setting: Setting) -> ExitCode:
        plan = setting.policy.plan(setting.case, now=setting.now, until=setting.until, as_of=setting.as_of)
        plan = setting.chosen.told(replace(plan, notices=(*setting.notices, *plan.notices)))
        shown = renderer("plan", format_name)(plan, setting.to_read, terminal.paint())
        terminal.emit(shown, format_name)
        return for_outcome(plan.outcome)

    inquiry = inquiry_of(options)
    if inquiry.of_several:
        from courtesy.cli.agenda import run_agenda  # noqa: PLC0415  cold start: one case needs none of it

        return run_agenda(inquiry, deadline, format_name)
    return run_inquiry(inquiry, deadline, answer)
