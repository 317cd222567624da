"""`courtesy policies`."""

from __future__ import annotations

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode


@click.command
def command() -> int:
    """List the available policies and their versions."""
    from courtesy import list_policies  # noqa: PLC0415  cold start
    from courtesy.rendering import policy_page  # noqa: PLC0415  cold start

    terminal.emit(policy_page.render_list((entry.id, entry.version, entry.title) for entry in list_policies()))
    return ExitCode.PERMITTED
