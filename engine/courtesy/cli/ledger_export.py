"""`courtesy ledger export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.ledger_options import ledger_argument
from courtesy.cli.log_options import PATH, key_option

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.ledger import Exported

_EPILOG = """\b
Examples:
  courtesy ledger export ledger.db --log decisions.jsonl --key-file log.key
  courtesy log verify decisions.jsonl --key-file log.key

Exit codes: 0 all are in the log, 2 wrong usage, 3 the log cannot be continued,
5 the log cannot be written, or the database does not answer."""


@click.command(epilog=_EPILOG)
@ledger_argument
@click.option(
    "--log", "log_path", type=PATH, required=True, metavar="FILE", help="The log; it is made where there is none."
)
@key_option(required=True)
def command(address: str, log_path: Path, key_file: Path) -> int:
    """Move the decisions of all tenants into a log, in the order in which they were made, and each of them once.

    That holds also where it is interrupted and run again, as long as a ledger goes into one log.
    """
    from courtesy import ledger, recording  # noqa: PLC0415  cold start of `--help`

    key = recording.key_in(key_file)
    with ledger.open(address) as opened, recording.open(log_path, key=key) as log:
        found = opened.export(log)
    terminal.emit(_told(found, str(log_path)))
    return ExitCode.PERMITTED


def _told(found: Exported, log: str) -> str:
    from courtesy.wording.text import agree  # noqa: PLC0415  cold start of `--help`

    lines = [f"Moved {agree(found.moved, 'decision')} to {log}."]
    if found.known:
        lines.append(f"{agree(found.known, 'decision').capitalize()} had been moved by an export that was interrupted.")
    if found.unrelated:
        lines.append(
            f"{found.unrelated} of them {'was' if found.unrelated == 1 else 'were'} masked without the key of the log: "
            "nobody can tell which are about the same person."
        )
    if found.left:
        lines.append(f"{agree(found.left, 'decision').capitalize()} of version 1 of the ledger cannot be moved.")
    return "".join(f"{line}\n" for line in lines)
