"""What the commands about ledgers share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from courtesy.cli.day_times import DayTime
    from courtesy.ledger import Ledger

    Command = Callable[..., object]

ledger_argument = click.argument("address", metavar="LEDGER")


def tenant_option(command: Command) -> Command:
    """`--tenant`."""
    return click.option(
        "--tenant", default="default", show_default=True, metavar="NAME", help="Whose cases, where several share it."
    )(command)


@contextmanager
def opened(address: str, tenant: str, now: datetime | DayTime | None) -> Iterator[Ledger]:
    """The ledger, as it is at that time where one was given, else by the clock of its database.

    Raises `CourtesyError`, `click.UsageError`.
    """
    from courtesy import ledger  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.case_input import moment_in  # noqa: PLC0415  likewise

    at = None if now is None else moment_in(now, None, "say it in UTC with Z")
    with ledger.open(address, tenant=tenant, clock=None if at is None else lambda: at) as found:
        yield found
