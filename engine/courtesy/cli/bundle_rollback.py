"""`courtesy bundle rollback`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from courtesy.cli import terminal
from courtesy.cli.bundle_parts import with_store
from courtesy.cli.exit_codes import ExitCode

_EPILOG = """\b
Examples:
  courtesy bundle rollback /var/lib/agency
  courtesy bundle rollback /var/lib/agency --to 6

Exit codes: 0 it is active, 2 wrong usage, 3 it is not kept, or STORE is no
store, 5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--to", "revision", type=click.IntRange(1), metavar="N", help="The revision.  [default: the one before]")
@with_store
def command(store: Path, revision: int | None) -> int:
    """Make an earlier revision active in STORE, the folder that a server was started with as --store.

    Servers that use the store have it within a second. What is left does not come again: the source is heeded when it
    holds a higher revision, or, of a folder, other files.
    """
    from courtesy.serving.store.folder import StoreFolder  # noqa: PLC0415  its libraries are an extra
    from courtesy.serving.store.rollback import roll_back  # noqa: PLC0415  likewise

    active = roll_back(StoreFolder(store), datetime.now(UTC), revision)
    names = ", ".join(f"{one.id} {one.version}" for one in active.policies)
    terminal.emit(f"revision {active.revision} is active: {names}\n")
    return ExitCode.PERMITTED
