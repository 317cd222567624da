"""`courtesy ledger`: one file per subcommand."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = ("init", "import", "show", "pending", "resolve", "export")
"""Each is the module `ledger_<name>` beside this file; it is imported when it is asked for."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"courtesy.cli.ledger_{cmd_name}").command
        return command


@click.group(cls=_Commands)
def command() -> None:
    """Keep what was done in a database, so that two senders cannot take one slot.

    LEDGER is a file of SQLite, as a path or as sqlite:///path, or a database of PostgreSQL, as
    postgresql://host/database. Programs claim, start and confirm what they send (`courtesy manual ledger`); here the
    tables are made, cases come in, and people look at what waits for them.
    """
