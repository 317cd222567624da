"""Keeping the case that flags state: as `--save` says, or as the person at the terminal does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courtesy.cli import engine_errors, terminal
from courtesy.cli.case_draft import case_text
from courtesy.cli.case_writing import UnwritableFileError, create_file
from courtesy.cli.questions import at_a_terminal
from courtesy.cli.request import no_free_file

if TYPE_CHECKING:
    from courtesy.api.case_reading import CaseReading
    from courtesy.cli.flag_source import FlagSource


def save(source: FlagSource, policy: CaseReading, file: Path) -> None:
    """Write the case into a new file, and say so. Raises UnwritableFileError, InvalidInputError."""
    create_file(file, case_text(source.document(policy), file, policy).encode())
    terminal.complain(f"Written: {file}\n`courtesy next {file}` says what to do from now on.\n")


def offer(source: FlagSource, policy: CaseReading) -> None:
    """Ask whether to keep the case, where somebody is there to answer and sees the result."""
    if not _somebody_is_there():
        return
    question = "Save this as a case? A name for the file, or nothing for no"
    while name := str(click.prompt(question, default="", show_default=False, err=True)).strip():
        if taken := no_free_file(Path(name)):
            terminal.complain(f"{taken}\n")
            continue
        try:
            save(source, policy, Path(name))
        except UnwritableFileError as error:
            engine_errors.report(error)
        else:
            break


def _somebody_is_there() -> bool:
    return at_a_terminal() and sys.stdout.isatty()
