"""The one place where errors become words on standard error and an exit code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from courtesy.bounds import MAX_BYTES
from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.deadline import DeadlineExceededError
from courtesy.errors import CourtesyError, FaultError

if TYPE_CHECKING:
    from collections.abc import Mapping


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
        return f"something went wrong inside Courtesy ({type(self.error).__name__}); nothing is permitted"

    def help(self) -> str:
        """How to find out more."""
        return "please report it, with what COURTESY_DEBUG=1 shows"


def report(error: Exception, texts: Mapping[str, str] | None = None) -> ExitCode:
    """Tell what went wrong, and give the exit code for it. `texts` holds input that lies in no file, by its name."""
    if not isinstance(error, CourtesyError):
        if not isinstance(error, OSError) and os.environ.get("COURTESY_DEBUG"):
            raise error
        error = UnreadableFileError(error) if isinstance(error, OSError) else UnexpectedError(error)
    from courtesy.rendering import problems  # noqa: PLC0415  cold start: only needed where something is wrong

    paint = terminal.paint(to_error=True)
    terminal.complain(problems.render(error, lambda name: _source_text(name, texts or {}), paint))
    no_answer = isinstance(error, FaultError | DeadlineExceededError)
    return ExitCode.FAULT if no_answer else ExitCode.INVALID_INPUT


def _source_text(name: str, texts: Mapping[str, str]) -> str | None:
    if name in texts:
        return texts[name]
    path = Path(name)
    try:
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            return path.read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError):
        pass  # the excerpt is a courtesy; the problem is reported without it
    return None
