"""`courtesy release`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.options import complete_policy
from courtesy.loading.file_names import seen_from_here

if TYPE_CHECKING:
    from courtesy.api.releasing import Recording
    from courtesy.loading.project import Project


@click.command(
    epilog="""\b
Examples:
  courtesy release northgate
  courtesy release ./northgate.yaml --on 2026-11-26

Exit codes: 0 recorded, 2 wrong usage, 3 something is invalid, or a released
version has changed."""
)
@click.argument("policy_name", metavar="POLICY", shell_complete=complete_policy)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the release.  [default: today, in the policy's zone]",
)
def command(policy_name: str, on: datetime | None) -> int:
    """Record that a version of a policy is released: from now on its content stays.

    POLICY is a name, name@version, or path: of a policy, or of a folder with the versions of one. Each version is
    validated, and stands with the digests of what judges and of what is read in releases.yaml, beside the policy or
    beside the folders of its versions. A version that no longer has the content recorded there is not loaded, and not
    released again: what changes gets a version of its own. Versions that are recorded already stay as they are.
    """
    from courtesy.api.policies import load_versions_as_written  # noqa: PLC0415  after the usage is known to be right
    from courtesy.api.releasing import recording  # noqa: PLC0415  likewise
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  likewise

    project = project_here()
    place = _place(policy_name, project)
    policies = load_versions_as_written(place, project=project)
    day = _today(policies[-1].source.zone) if on is None else on.date()
    found = recording(policies, day)
    _write(found)
    file = seen_from_here(found.file)
    for policy in policies:
        said = f"Released: {policy.id} {policy.version}" if policy.version in found.new else None
        terminal.emit(f"{said or f'{policy.id} {policy.version} is released already'}, in {file}\n")
    return ExitCode.PERMITTED


def _place(name: str, project: Project | None) -> Path | str:
    """What is there under that name in the current folder, else the name of a policy of the project."""
    if Path(name).exists():
        return Path(name)
    from courtesy.loading.policy_catalog import find_versions  # noqa: PLC0415  after the usage is known to be right
    from courtesy.loading.project import is_path  # noqa: PLC0415  likewise

    origins = () if is_path(name) else [one.origin for one in find_versions(name, project)]
    if others := [origin for origin in origins if origin != "project"]:
        message = (
            f"`{name}` comes with {others[0]}, and is not yours to release; name a policy of your own, or its path"
        )
        raise click.UsageError(message)
    return name


def _today(zone: str | None) -> date:
    from courtesy.instants import find_zone  # noqa: PLC0415  after the usage is known to be right

    return datetime.now(UTC if zone is None else find_zone(zone)).date()


def _write(found: Recording) -> None:
    from courtesy.cli.case_writing import create_file, replace_file  # noqa: PLC0415  after the usage is known

    if found.before is None:
        create_file(found.file, found.after)
    elif found.new:
        replace_file(found.file, found.before, found.after)
