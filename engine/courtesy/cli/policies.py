"""`courtesy policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

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

    project = project_here()
    home = None if project is None else project.location.parent
    rows = ((one.id, one.version, one.title, _origin(one, home)) for one in list_policies(project=project))
    terminal.emit(policy_page.render_list(rows))
    return ExitCode.PERMITTED


def _origin(entry: PolicyEntry, home: Path | None) -> str:
    """Whose it is; of a project, with its place there."""
    if home is None or not entry.location.is_relative_to(home):
        return entry.origin
    place = entry.location.parent if entry.location.stem == "policy" else entry.location
    return f"{entry.origin}, {place.relative_to(home).as_posix()}"
