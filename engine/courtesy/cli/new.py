"""`courtesy new`: one file per kind of thing, each with the subcommand that makes it."""

from __future__ import annotations

from importlib import import_module

import click

_KINDS = ("case", "policy", "rule")
"""Each is the module `new_<kind>` beside this file; it is imported when it is asked for."""


class _Kinds(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        if cmd_name not in _KINDS:
            return None
        command: click.Command = import_module(f"courtesy.cli.new_{cmd_name}").command
        return command


@click.group(cls=_Kinds)
def command() -> None:
    """Write a new file to start from."""
