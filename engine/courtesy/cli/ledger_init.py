"""`courtesy ledger init`."""

from __future__ import annotations

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.ledger_options import ledger_argument

_EPILOG = """\b
Examples:
  courtesy ledger init ledger.db
  courtesy ledger init postgresql://localhost/courtesy

Exit codes: 0 the tables are there, 2 wrong usage, 3 no ledger can be there,
5 the database does not answer."""


@click.command(epilog=_EPILOG)
@ledger_argument
def command(address: str) -> int:
    """Make the tables of a ledger, or renew those of an older version.

    What is in them stays. Tables of a newer Courtesy are left alone.
    """
    from courtesy import ledger  # noqa: PLC0415  cold start of `--help`

    before = ledger.init(address)
    version = ledger.VERSION
    made = f"Made a ledger of version {version}.\n"
    renewed = f"Renewed the ledger from version {before} to {version}.\n"
    same = f"The ledger is of version {version} already.\n"
    terminal.emit(made if not before else same if before == version else renewed)
    return ExitCode.PERMITTED
