"""`courtesy plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode, for_outcome
from courtesy.cli.inquiry import run_inquiry
from courtesy.cli.options import format_option, inquiry_options
from courtesy.rendering import renderer

if TYPE_CHECKING:
    from courtesy.cli.inquiry import Setting

_EXAMPLES = """\b
Examples:
  courtesy plan case.yaml
  courtesy plan case.yaml --until 2026-12-18
  courtesy plan case.yaml --format html > plan.html
  courtesy plan case.yaml --format ics > plan.ics

Exit codes: 0 there is a plan, 1 no plan is possible, 2 wrong usage, 3 invalid
file, 4 facts are missing, 5 internal error."""


@click.command(epilog=_EXAMPLES)
@inquiry_options
@format_option("plan")
def command(format_name: str, **options: Any) -> int:
    """Make a plan that keeps the policy: what to do, when and why.

    CASE is a YAML or JSON file, or - for standard input. Actions that it proposes are kept if the policy
    permits them. The plan contains first what is owed, then what the policy's preferences suggest. The output lists
    what was left out and why. If no plan is possible, it names the rules that conflict.
    """

    def answer(setting: Setting) -> ExitCode:
        plan = setting.policy.plan(setting.case, now=setting.now, until=setting.until, as_of=setting.as_of)
        shown = renderer("plan", format_name)(plan, setting.policy.source, terminal.paint())
        terminal.emit(shown, format_name)
        return for_outcome(plan.outcome)

    return run_inquiry(options, answer)
