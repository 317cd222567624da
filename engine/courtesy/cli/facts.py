"""`courtesy facts`."""

from __future__ import annotations

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import policy_option


@click.command
@policy_option
def command(policy_name: str | None) -> int:
    """List the facts that rules can read.

    The policy's own facts are included.
    """
    from courtesy.cli.policy_choice import PolicyChoice  # noqa: PLC0415  cold start
    from courtesy.rendering import facts_table  # noqa: PLC0415  cold start

    vocabulary = PolicyChoice(policy_name, "native").of(None).policy.vocabulary
    terminal.emit(facts_table.render(vocabulary, terminal.paint()))
    return ExitCode.PERMITTED
