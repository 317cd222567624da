"""`courtesy ledger resolve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.ledger_options import ledger_argument, opened, tenant_option
from courtesy.cli.options import Moment, format_option, now_option

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.cli.day_times import DayTime

_EPILOG = """\b
Examples:
  courtesy ledger resolve ledger.db 7 --sent --evidence "the provider has it"
  courtesy ledger resolve ledger.db 7 --not-sent --evidence "it bounced at once"

Exit codes: 0 resolved, 2 wrong usage, 3 there is no such touch or no doubt
about it, 5 the database does not answer."""


@click.command(epilog=_EPILOG)
@ledger_argument
@click.argument("touch", metavar="TOUCH")
@click.option("--sent/--not-sent", "sent", default=None, help="It has gone out, or it has not.")
@click.option("--evidence", required=True, metavar="TEXT", help="What that rests on.")
@click.option("--at", type=Moment(), metavar="TIME", help="When it went out.  [default: the time of the claim]")
@tenant_option
@now_option
@format_option("ledger")
def command(
    address: str,
    touch: str,
    *,
    sent: bool | None,
    evidence: str,
    at: datetime | DayTime | None,
    tenant: str,
    now: datetime | DayTime | None,
    format_name: str,
) -> int:
    """End the doubt about a touch: it has gone out, or it has not.

    TOUCH is its number in the ledger, or its Message-ID. What has not gone out gives its slot back.
    """
    if sent is None:
        message = "say --sent or --not-sent: nobody else knows"
        raise click.UsageError(message)
    from courtesy.cli.case_input import moment_in  # noqa: PLC0415  after the usage is known to be right
    from courtesy.rendering import renderer  # noqa: PLC0415  likewise

    happened_at = None if at is None else moment_in(at, None, "say it in UTC with Z", "--at")
    with opened(address, tenant, now) as ledger:
        entry = ledger.resolve(touch, sent=sent, evidence=evidence, happened_at=happened_at)
        report = replace(ledger.pending(), entries=(entry,))
    terminal.emit(renderer("ledger", format_name)(report, terminal.paint()), format_name)
    return ExitCode.PERMITTED
