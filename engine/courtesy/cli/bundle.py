"""`courtesy bundle`: one file per subcommand."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = ("key", "make", "verify", "rollback")
"""Each is the module `bundle_<name>` beside this file; it is imported when it is asked for."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"courtesy.cli.bundle_{cmd_name}").command
        return command


@click.group(cls=_Commands)
def command() -> None:
    """Send policies to servers as bundles: whole, tested, and signed.

    A bundle is one file with the policies of a folder. A server that was started with --policies takes it from a disk
    or an https address, and makes it active without a pause (`courtesy manual bundles`).
    """
