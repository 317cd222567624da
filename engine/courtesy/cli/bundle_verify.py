"""`courtesy bundle verify`."""

from __future__ import annotations

from pathlib import Path

import click

from courtesy.cli import terminal
from courtesy.cli.bundle_parts import lines_about, with_store
from courtesy.cli.exit_codes import ExitCode

_EPILOG = """\b
Examples:
  courtesy bundle verify agency.tar.gz --key agency.public.pem
  courtesy bundle verify https://example.com/agency.tar.gz --key agency.public.pem

Exit codes: 0 whole, 1 a test failed, 2 wrong usage, 3 it is not whole, not
signed by the key, or not what its manifest says, 5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("bundle")
@click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Demand a signature that this public key proves; repeatable, and one is enough.",
)
@with_store
def command(bundle: str, keys: tuple[Path, ...]) -> int:
    """Look at a BUNDLE as servers do: whole, signed, loading, what its manifest says, and all tests pass.

    BUNDLE is a file, the folder of one that was unpacked, or an https address. Whether its revision and times suit a
    server is for that server to say.
    """
    from courtesy.serving.store.keys import read_public  # noqa: PLC0415  its libraries are an extra
    from courtesy.serving.store.making import look_at  # noqa: PLC0415  likewise

    looked = look_at(bundle, [read_public(key) for key in keys])
    told = list(lines_about(looked))
    if not keys:
        told[told.index("signed by nobody")] = "who has signed it was not asked: name keys with --key"
    terminal.emit("\n".join([*told, ""]))
    return ExitCode.PERMITTED
