"""`courtesy bundle key`."""

from __future__ import annotations

from pathlib import Path

import click

from courtesy.cli import terminal
from courtesy.cli.bundle_parts import with_store
from courtesy.cli.exit_codes import ExitCode

_EPILOG = """\b
Examples:
  courtesy bundle key agency

Exit codes: 0 written, 2 wrong usage, 3 a file of that name is there already,
5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("name", type=click.Path(path_type=Path))
@with_store
def command(name: Path) -> int:
    """Make a pair of keys: NAME.private.pem signs bundles, NAME.public.pem is for servers.

    Both are of Ed25519, in PEM, as other programs make and read them. Whoever has the private key decides what servers
    permit: keep it where bundles are made, and nowhere else.
    """
    from courtesy.cli.case_writing import create_file  # noqa: PLC0415  cold start of `--help`
    from courtesy.serving.store.keys import new_pair, read_public  # noqa: PLC0415  its libraries are an extra

    private, public = (name.with_name(f"{name.name}.{kind}.pem") for kind in ("private", "public"))
    secret, known = new_pair()
    create_file(public, known)
    try:
        create_file(private, secret, mode=0o600)
    except BaseException:
        public.unlink()
        raise
    terminal.emit(f"{private} signs bundles; keep it to yourself\n")
    terminal.emit(f"{public} is for servers: {read_public(public).fingerprint}\n")
    return ExitCode.PERMITTED
