"""`courtesy ledger pending`."""

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
  courtesy ledger pending ledger.db
  courtesy ledger pending postgresql://localhost/courtesy --format json

Exit codes: 0 nothing is in doubt, 1 something is, 2 wrong usage, 3 there is no
such ledger, 5 the database does not answer."""


@click.command(epilog=_EPILOG)
@ledger_argument
@tenant_option
@now_option
@format_option("ledger")
def command(address: str, tenant: str, now: datetime | DayTime | None, format_name: str) -> int:
    """List what is claimed, being sent, or in doubt.

    What is in doubt may have gone out: it keeps its slot until `courtesy ledger resolve` says whether it has.
    """
    from courtesy import LedgerState  # noqa: PLC0415  cold start of `--help`
    from courtesy.rendering import renderer  # noqa: PLC0415  likewise

    with opened(address, tenant, now) as ledger:
        report = ledger.pending()
    terminal.emit(renderer("ledger", format_name)(report, terminal.paint()), format_name)
    in_doubt = any(entry.state is LedgerState.IN_DOUBT for entry in report.entries)
    return ExitCode.REFUSED if in_doubt else ExitCode.PERMITTED
