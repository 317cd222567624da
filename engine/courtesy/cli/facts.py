"""`courtesy facts`."""

from __future__ import annotations

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import policy_option


@click.command
@policy_option
def command(policy_name: str) -> int:
    """List the facts that rules can read.

    The policy's own facts are included.
    """
    from courtesy import load_policy  # noqa: PLC0415  cold start
    from courtesy.rendering import facts_table  # noqa: PLC0415  cold start

    vocabulary = load_policy(policy_name, matcher="native").source.vocabulary
    terminal.emit(facts_table.render(vocabulary, terminal.paint()))
    return ExitCode.PERMITTED
