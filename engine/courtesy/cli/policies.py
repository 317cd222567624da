"""`courtesy policies`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from courtesy import PolicyEntry


@click.command
def command() -> int:
    """List the available policies and their versions, and where each comes from.

    Names are looked for in the folders of the project file (courtesy.yaml here or in a folder above), then in installed
    packages, then in what comes with Courtesy.
    """
    from courtesy import list_policies  # noqa: PLC0415  cold start
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start
    from courtesy.rendering import policy_page  # noqa: PLC0415  cold start

    entries = list_policies(project=project_here())
    terminal.emit(policy_page.render_list((one.id, one.version, one.title, _origin(one)) for one in entries))
    return ExitCode.PERMITTED


def _origin(entry: PolicyEntry) -> str:
    """Whose it is, with the place where that is a file of one's own."""
    if entry.origin == "Courtesy":
        return entry.origin
    place = entry.location.parent if entry.location.stem == "policy" else entry.location
    shown = place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place
    return f"{entry.origin}, {shown}"
