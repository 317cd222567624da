"""`courtesy lsp`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

import click

from courtesy.cli import engine_errors
from courtesy.cli.exit_codes import ExitCode
from courtesy.errors import CourtesyError


class MissingLanguageServerError(CourtesyError):
    """What the language server is made with is not installed."""

    code: ClassVar[str] = "no-language-server"
    way_out: ClassVar[str] = "install it with `pip install 'courtesy[lsp]'`"

    def __str__(self) -> str:
        return "the language server is not installed"

    def help(self) -> str:
        """How to install it."""
        return "`pip install 'courtesy[lsp]'`"


@click.command
@click.option("--stdio", is_flag=True, expose_value=False, help="Speak over standard input and output, as always.")
def command() -> int:
    """Speak with an editor about policies: the language server.

    Editors start it themselves: `courtesy manual editors` says how each is told. It speaks the Language Server Protocol
    over standard input and output.
    """
    from courtesy.cli.policy_choice import VARIABLE  # noqa: PLC0415  cold start

    try:
        from courtesy.editor.server.serving import serve  # noqa: PLC0415  its libraries are an extra
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        engine_errors.report(MissingLanguageServerError())
        return ExitCode.USAGE
    named = os.environ.get(VARIABLE)
    serve(Path(named) if named else None, looks_above=named is None)
    return ExitCode.PERMITTED
