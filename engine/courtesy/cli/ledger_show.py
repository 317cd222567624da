"""`courtesy ledger show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.ledger_options import ledger_argument, opened, tenant_option
from courtesy.cli.options import format_option, now_option

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.cli.day_times import DayTime

_EPILOG = """\b
Examples:
  courtesy ledger show ledger.db
  courtesy ledger show ledger.db northgate --format json

Exit codes: 0 shown, 2 wrong usage, 3 there is no such case or ledger, 5 the
database does not answer."""


@click.command(epilog=_EPILOG)
@ledger_argument
@click.argument("case_ids", nargs=-1, metavar="[CASE_ID...]")
@tenant_option
@now_option
@format_option("ledger")
def command(
    address: str, case_ids: tuple[str, ...], tenant: str, now: datetime | DayTime | None, format_name: str
) -> int:
    """Show cases with their touches, and the state of each.

    A touch is claimed, being sent, done, released, or in doubt; all but what was released count against the policy.
    """
    from courtesy.rendering import renderer  # noqa: PLC0415  cold start of `--help`

    with opened(address, tenant, now) as ledger:
        report = ledger.report(*case_ids)
    terminal.emit(renderer("ledger", format_name)(report, terminal.paint()), format_name)
    return ExitCode.PERMITTED
