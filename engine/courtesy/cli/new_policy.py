"""`courtesy new policy`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.loading.file_names import seen_from_here

_EXAMPLES = """\b
Examples:
  courtesy new policy northgate --title "Follow-up at Northgate"
           --zone America/New_York --calendar US
  courtesy new policy northgate --extends hire-wire@^1.0

Exit codes: 0 written, 2 wrong usage, or something is there, 3 something is
invalid."""


@click.command(epilog=_EXAMPLES)
@click.argument("name")
@click.option("--title", metavar="TEXT", help="The policy's name for people.")
@click.option("--zone", metavar="ZONE", help="Its time zone, such as Europe/Berlin.  [default: the machine's]")
@click.option("--calendar", metavar="CODE", help="Whose holidays count, such as US or US-NY.")
@click.option("--extends", metavar="POLICY", help="A policy to build on: name, name@range, or path.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Where to make its folder.  [default: the first folder of courtesy.yaml, else the current one]",
)
def command(name: str, folder: Path | None, **options: Any) -> int:
    """Write a policy to start from.

    NAME is its id, in kebab case, and the name of its new folder: a manifest, a file of rules, and tests that pass.
    With --extends it inherits the rules of another policy. On a terminal you are asked for what no flag says.
    """
    from courtesy.cli.policy_choice import project_here  # noqa: PLC0415  cold start of `--help`
    from courtesy.cli.policy_draft import PolicyDraft, completed  # noqa: PLC0415  likewise

    project = project_here()
    of_project = project.policies[0] if folder is None and project is not None and project.policies else None
    place = seen_from_here(folder or of_project or Path()) / name
    if place.exists() or place.is_symlink():
        message = f"{place} is there already: take another name, or add to that with `courtesy new rule`"
        raise click.UsageError(message)
    written = completed(PolicyDraft(name=name, place=place, **options)).write(project)
    terminal.emit("".join(f"Written: {path}\n" for path in written))
    called = name if of_project else place if place.is_absolute() else f"./{place}"
    terminal.emit(
        f"`courtesy show {called}` prints it, `courtesy test {called}` runs its tests; "
        f"`courtesy new rule TYPE ID --policy {called}` adds to it.\n"
    )
    return ExitCode.PERMITTED
