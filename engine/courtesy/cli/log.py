"""`courtesy log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.log_options import PATH, key_option
from courtesy.cli.options import format_option

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = """\b
Examples:
  courtesy log verify decisions.jsonl --key-file log.key
  courtesy log verify decisions/ --key-file log.key
  courtesy log verify decisions.jsonl --checkpoints /safe/checkpoints --key-file log.key

Exit codes: 0 whole, 1 something is wrong, 2 wrong usage, 3 a file cannot be read,
5 internal error."""


@click.group
def command() -> None:
    """Look after a log of decisions, which `courtesy check --log` and `courtesy serve --log` write."""


@command.command("verify", epilog=_EPILOG)
@click.argument("file", type=PATH)
@click.option(
    "--checkpoints",
    type=PATH,
    metavar="FILE",
    help="The file of its checkpoints, of a folder a folder.  [default: beside the log]",
)
@key_option(required=True)
@format_option("log")
def verify_command(file: Path, checkpoints: Path | None, key_file: Path, format_name: str) -> int:
    """Find what was cut, moved, changed, inserted or doubled in a log, or in all logs of a folder.

    Each record carries a hash, made with the key, of itself and of the one before it. Checkpoints say how far the log
    had come, so that a tail which is cut off is missed; keep them where those who write the log cannot change them.
    """
    from courtesy.recording import key_in, verify  # noqa: PLC0415  cold start of `--help`
    from courtesy.rendering import renderer  # noqa: PLC0415  likewise

    report = verify(file, key=key_in(key_file), checkpoint_path=checkpoints)
    terminal.emit(renderer("log", format_name)(report, terminal.paint()), format_name)
    return ExitCode.PERMITTED if report.whole else ExitCode.REFUSED
