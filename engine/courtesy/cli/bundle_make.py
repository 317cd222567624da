"""`courtesy bundle make`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from courtesy.cli import terminal
from courtesy.cli.bundle_parts import lines_about, with_store
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import Moment

_MOST_REVISION = 2**53 - 1
_EPILOG = """\b
Examples:
  courtesy bundle make ./agency --revision 7 --key agency.private.pem -o agency.tar.gz
  courtesy bundle make . --revision 8 --expires-at 2027-01-31T00:00Z -o agency.tar.gz

Exit codes: 0 written, 1 a test failed, 2 wrong usage, 3 a policy or key is
invalid, or the file cannot be written, 5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--revision",
    type=click.IntRange(1, _MOST_REVISION),
    required=True,
    metavar="N",
    help="Its number; servers take only what is higher than what they had.",
)
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="Sign it with this private key.")
@click.option("--not-before", type=Moment(), metavar="TIME", help="Servers do not use it earlier.")
@click.option("--expires-at", type=Moment(), metavar="TIME", help="Servers do not use it from then on.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Write it here: NAME.tar.gz."
)
@with_store
def command(folder: Path, output: Path, **options: Any) -> int:
    """Make a bundle of the policies in FOLDER, once all of them load and their tests pass.

    FOLDER is a project, a folder of policies, or a policy. Of a project the policies and waivers are taken, and no
    cases. The same files, options and key give the same bytes.
    """
    if not output.name.lower().endswith((".tar.gz", ".tgz")):
        raise click.UsageError(f"--output {output} ends otherwise than bundles do: name it {output.stem}.tar.gz")
    from courtesy.cli.case_input import moment_in  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.case_writing import put_file  # noqa: PLC0415  likewise
    from courtesy.serving.store.keys import read_private  # noqa: PLC0415  its libraries are an extra
    from courtesy.serving.store.making import make_bundle  # noqa: PLC0415  likewise

    begins, ends = (
        None if at is None else moment_in(at, None, "say it in UTC with Z")
        for at in (options["not_before"], options["expires_at"])
    )
    if begins is not None and ends is not None and ends <= begins:
        raise click.UsageError("--expires-at lies before --not-before, so that it could never be used")
    signing = None if options["key"] is None else read_private(options["key"])
    data, looked = make_bundle(folder, options["revision"], key=signing, not_before=begins, expires_at=ends)
    put_file(output, data)
    terminal.emit("\n".join([f"wrote {output}", *lines_about(looked), ""]))
    return ExitCode.PERMITTED
