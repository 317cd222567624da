"""Printing: results to standard output, everything else to standard error, colour only where it can be seen."""

from __future__ import annotations

import io
import os
import sys

import click

from courtesy.rendering.ink import Ink, Paint, plain

_LOOKS: dict[Ink, dict[str, str | bool]] = {
    Ink.GOOD: {"fg": "green", "bold": True},
    Ink.CAUTION: {"fg": "yellow", "bold": True},
    Ink.LATER: {"fg": "cyan", "bold": True},
    Ink.QUESTION: {"fg": "magenta", "bold": True},
    Ink.BAD: {"fg": "red", "bold": True},
    Ink.STRONG: {"bold": True},
    Ink.FAINT: {"dim": True},
}


def _coloured(text: str, ink: Ink) -> str:
    return click.style(text, **_LOOKS[ink])  # type: ignore[arg-type]  # the table holds what style takes


def shows_colour(*, to_error: bool = False) -> bool:
    """Whether to colour the stream: a terminal, unless NO_COLOR is set; FORCE_COLOR has the last word."""
    if os.environ.get("FORCE_COLOR"):
        return True
    stream = sys.stderr if to_error else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(*, to_error: bool = False) -> Paint:
    """How to give text its look on that stream."""
    return _coloured if shows_colour(to_error=to_error) else plain


def emit(text: str) -> None:
    """Print a result. Who reads it may stop reading: that is no error, and changes no exit code."""
    try:
        click.echo(text, nl=False, color=shows_colour())
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered must not be written at exit either.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  stays open until the process ends


def complain(text: str) -> None:
    """Print to standard error."""
    click.echo(text, nl=False, err=True, color=shows_colour(to_error=True))


def tolerate_narrow_encodings() -> None:
    """Print a replacement where the terminal's encoding lacks a character, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
