"""`courtesy replay`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.log_options import PATH, key_option
from courtesy.cli.options import complete_policy, format_option

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = """\b
Examples:
  courtesy replay decisions.jsonl --policy ./northgate/2.0.0
  courtesy replay decisions.jsonl --policy northgate@2.0.0 --key-file log.key --format json

Exit codes: 0 replayed, whatever would be otherwise, 2 wrong usage, 3 a file is
invalid, or the log is not whole, 5 internal error."""


@click.command(epilog=_EPILOG)
@click.argument("log", type=PATH)
@click.option(
    "--policy",
    "policy_name",
    required=True,
    metavar="POLICY",
    shell_complete=complete_policy,
    help="The policy that judges again, whatever its dates: a name, name@version, or path.",
)
@click.option(
    "--checkpoints",
    type=PATH,
    metavar="FILE",
    help="The file of the log's checkpoints, of a folder a folder.  [default: beside the log]",
)
@key_option(required=False, why=" With it the log is verified first, and hashed words are known again.")
@format_option("replay")
def command(log: Path, policy_name: str, checkpoints: Path | None, key_file: Path | None, format_name: str) -> int:
    """Judge the decisions of a log, or of all logs of a folder, again by another policy: what was, and what would be.

    What would newly be permitted is shown first. A decision for which the log lacks what the policy reads cannot be
    made again; such decisions are counted, and the facts are named.
    """
    if checkpoints is not None and key_file is None:
        message = "--checkpoints says nothing without the key of the log: give --key-file too"
        raise click.UsageError(message)
    from courtesy import load_policy  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  likewise
    from courtesy.recording import key_in, replay  # noqa: PLC0415  likewise
    from courtesy.rendering import renderer  # noqa: PLC0415  likewise

    key = None if key_file is None else key_in(key_file)
    policy = load_policy(policy_name, project=project_here())
    found = replay(log, policy, key=key, checkpoint_path=checkpoints)
    terminal.emit(renderer("replay", format_name)(found, terminal.paint()), format_name)
    return ExitCode.PERMITTED
