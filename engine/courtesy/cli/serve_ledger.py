"""Which ledger `courtesy serve` keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., object]


def ledger_option(command: Command) -> Command:
    """`--ledger`."""
    return click.option(
        "--ledger",
        metavar="ADDRESS",
        help="Serve claims, touches and cases of this ledger: a file of SQLite, or postgresql://...",
    )(command)


def usable(address: str | None) -> str | None:
    """The address, once the ledger there is known to answer. Raises `CourtesyError`."""
    if address is not None:
        from courtesy import ledger  # noqa: PLC0415  cold start of `--help`

        with ledger.open(address) as found:
            found.now()
    return address
