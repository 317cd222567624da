"""Printing: results to standard output, everything else to standard error, colour only where it can be seen."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, ClassVar

import click

from courtesy.errors import FaultError
from courtesy.rendering import FILES
from courtesy.rendering.ink import Ink, Paint, plain

if TYPE_CHECKING:
    from typing import TextIO

_LOOKS: dict[Ink, dict[str, str | bool]] = {
    Ink.GOOD: {"fg": "green", "bold": True},
    Ink.CAUTION: {"fg": "yellow", "bold": True},
    Ink.LATER: {"fg": "cyan", "bold": True},
    Ink.QUESTION: {"fg": "magenta", "bold": True},
    Ink.BAD: {"fg": "red", "bold": True},
    Ink.STRONG: {"bold": True},
    Ink.FAINT: {"dim": True},
}


_STDOUT = "stdout"
_closed: set[str] = set()
"""The standard streams that were closed from the start."""


class UnwritableOutputError(FaultError):
    """The system would not take the result, so nobody has seen it."""

    code: ClassVar[str] = "unwritable-output"
    way_out: ClassVar[str] = "make room, or send the output elsewhere, and run the command again"

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def __str__(self) -> str:
        reason = (self.error.strerror or "it is refused").lower()
        return f"cannot write the result: {reason}; treat the action as not permitted"


def _coloured(text: str, ink: Ink) -> str:
    return click.style(text, **_LOOKS[ink])  # type: ignore[arg-type]  # the table holds what style takes


def shows_colour(*, to_error: bool = False) -> bool:
    """Whether to colour the stream: a terminal, unless NO_COLOR is set; FORCE_COLOR (but 0) has the last word."""
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    stream = sys.stderr if to_error else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(*, to_error: bool = False) -> Paint:
    """How to give text its look on that stream."""
    return _coloured if shows_colour(to_error=to_error) else plain


def emit(text: str, format_name: str = "text") -> None:
    """Print a result; a format that is kept as a file goes out as it is. Raises UnwritableOutputError."""
    _emit(text.encode() if format_name in FILES else text)


def emit_file(data: bytes) -> None:
    """Print the bytes of a file as they are. Raises UnwritableOutputError."""
    _emit(data)


def _emit(said: str | bytes) -> None:
    """Print, bytes whatever encoding and line ends the terminal has.

    Who reads it may stop reading: that is no error, and changes no exit code. Raises UnwritableOutputError where nobody
    can have seen it: the stream was closed from the start, or takes nothing.
    """
    if _STDOUT in _closed:
        raise UnwritableOutputError(OSError(errno.EBADF, "standard output is closed"))
    try:
        click.echo(said, nl=False, color=shows_colour())
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = _nowhere()
    except OSError as error:
        sys.stdout = _nowhere()
        raise UnwritableOutputError(error) from None


def _nowhere() -> TextIO:
    """A stream that swallows what is written, so that nothing is left to fail when the process ends."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  stays open until the process ends


def complain(text: str) -> None:
    """Print to standard error, where anyone listens."""
    try:
        click.echo(text, nl=False, err=True, color=shows_colour(to_error=True))
    except OSError:
        sys.stderr = _nowhere()


def replace_closed_streams() -> None:
    """Run without the standard streams that whoever started the process has closed."""
    # Python says None where a stream is closed, which its type does not tell.
    for name in ("stdin", _STDOUT, "stderr"):
        if getattr(sys, name) is None:
            _closed.add(name)
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115, PTH123  stays open until the process ends


def tolerate_narrow_encodings() -> None:
    """Print a replacement where the terminal's encoding lacks a character, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
