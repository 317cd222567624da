"""`courtesy lsp`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.missing import MissingLanguageServerError


@click.command
@click.option("--stdio", is_flag=True, expose_value=False, help="Speak over standard input and output, as always.")
def command() -> int:
    """Speak with an editor about policies: the language server.

    Editors start it themselves: `courtesy manual editors` says how each is told. It speaks the Language Server Protocol
    over standard input and output.
    """
    from courtesy.cli.policy_choice import VARIABLE  # noqa: PLC0415  cold start

    with MissingLanguageServerError.unless_there():
        from courtesy.editor.server.serving import serve  # noqa: PLC0415  its libraries are an extra
    named = os.environ.get(VARIABLE)
    serve(Path(named) if named else None, looks_above=named is None)
    return ExitCode.PERMITTED
