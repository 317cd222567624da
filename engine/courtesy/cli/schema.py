"""`courtesy schema`."""

from __future__ import annotations

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode


@click.command
@click.argument(
    "name",
    type=click.Choice(
        [
            "policy",
            "case",
            "tests",
            "project",
            "releases",
            "waivers",
            "verdict",
            "plan",
            "windows",
            "next_steps",
            "agenda",
            "record",
            "comparison",
            "test_report",
        ]
    ),
)
def command(name: str) -> int:
    """Print the JSON Schema of policies, cases, tests, projects, releases, waivers or results.

    Editors and other tools can check files with it.
    """
    import json  # noqa: PLC0415  cold start

    from courtesy import schema  # noqa: PLC0415  cold start

    terminal.emit(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n")
    return ExitCode.PERMITTED
