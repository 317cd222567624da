"""The one place where errors become words on standard error and an exit code."""

from __future__ import annotations

import os
from typing import ClassVar

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.deadline import DeadlineExceededError
from courtesy.errors import CourtesyError, FaultError
from courtesy.rendering import FORMATS, renderer

FORMAT = "courtesy.format"
"""Where the context of a command keeps the format that was asked for."""


class UnreadableFileError(CourtesyError):
    """The system would not hand out a file."""

    code: ClassVar[str] = "unreadable-file"
    way_out: ClassVar[str] = "check the name of the file, and whether you may read it"

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def __str__(self) -> str:
        reason = (self.error.strerror or "it cannot be read").lower()
        return f"cannot read `{self.error.filename}`: {reason}" if self.error.filename else f"cannot read: {reason}"


class UnexpectedError(FaultError):
    """A mistake of this program."""

    code: ClassVar[str] = "internal"
    way_out: ClassVar[str] = "treat the action as not permitted, and report what `COURTESY_DEBUG=1` shows"

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def __str__(self) -> str:
        return f"internal error ({type(self.error).__name__}): no verdict; treat the action as not permitted"

    def help(self) -> str:
        """How to find out more."""
        return "please report it, with the output under COURTESY_DEBUG=1"


def report(error: Exception) -> ExitCode:
    """Tell what went wrong, in the form that results are asked for in, and give the exit code for it."""
    if not isinstance(error, CourtesyError):
        if not isinstance(error, OSError) and os.environ.get("COURTESY_DEBUG"):
            raise error
        error = UnreadableFileError(error) if isinstance(error, OSError) else UnexpectedError(error)
    _tell(error)
    no_answer = isinstance(error, FaultError | DeadlineExceededError)
    return ExitCode.FAULT if no_answer else ExitCode.INVALID_INPUT


def note(error: CourtesyError, consequence: str) -> None:
    """Tell what is no error where it was found, and what comes of it."""
    _tell(error, consequence)


def _tell(error: CourtesyError, consequence: str | None = None) -> None:
    terminal.complain(renderer("problems", _format())(error, terminal.paint(to_error=True), consequence))


def _format() -> str:
    """The format of the results, where it is one for errors too; else text."""
    context = click.get_current_context(silent=True)
    asked = None if context is None else context.meta.get(FORMAT)
    return asked if asked in FORMATS["problems"] else "text"
