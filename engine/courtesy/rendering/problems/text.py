"""What is wrong with a file, for the terminal: the sentence, the place, the likely fix, and the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError, Problem
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import WIDTH, block, columns, one_line, printable
from courtesy.spans import SourceName
from courtesy.wording.text import agree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.errors import CourtesyError
    from courtesy.rendering.ink import Paint
    from courtesy.spans import Span

MOST_SHOWN = 20
"""Problems beyond these are counted, not shown."""


def render(error: CourtesyError, paint: Paint, consequence: str | None = None) -> str:
    """An error with all that was found, beside the lines; with a consequence it is a note, where it is no error."""
    if consequence is not None:
        return block([f"note: {one_line(str(error))}; {consequence}"])
    if not isinstance(error, InvalidInputError):
        return block(_error(error, paint))
    return block(_problems(error.problems, paint))


def _problems(problems: tuple[Problem, ...], paint: Paint) -> Iterator[str]:
    for problem in problems[:MOST_SHOWN]:
        yield _sentence(problem, paint)
        yield from _place(problem, paint)
    if (more := len(problems) - MOST_SHOWN) > 0:
        yield f"\N{HORIZONTAL ELLIPSIS} and {agree(more, 'problem')} more"


def _error(error: CourtesyError, paint: Paint) -> Iterator[str]:
    yield _sentence(error, paint)
    if fix := error.help():
        yield f"  help: {one_line(fix)}"


def _sentence(error: CourtesyError, paint: Paint) -> str:
    return f"{paint(f'error[{error.code}]', Ink.BAD)}: {one_line(str(error))}"


def _place(problem: Problem, paint: Paint) -> Iterator[str]:
    place = str(problem.span)
    parts = [printable(place)] if place else []
    if fix := problem.help():
        parts.append(f"help: {one_line(fix)}")
    if parts:
        yield f"  {'   '.join(parts)}"
    if problem.line and isinstance(problem.span.file, SourceName):
        yield from excerpt(problem.span, problem.span.file.text, paint)


def excerpt(span: Span, text: str, paint: Paint) -> Iterator[str]:
    """The line with marks under what the span covers; nothing where the line is too long to help, or empty."""
    # Only these end a line for the YAML and JSON readers; `splitlines` knows more.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    if not line.strip() or len(line) > WIDTH * 2 or span.column > len(line) + 1:
        return
    end = span.end_column if span.end_line == span.line else len(line) + 1
    width = max(1, columns(line[span.column - 1 : min(end, len(line) + 1) - 1]))
    number = str(span.line)
    # Tabs stay tabs in the space before the marks, so that both lines move alike.
    before = "".join("\t" if c == "\t" else " " * columns(c) for c in line[: span.column - 1])
    shown = "\t".join(printable(part) for part in line.split("\t"))
    yield f"  {paint(f'{number} |', Ink.FAINT)} {shown}"
    yield f"  {' ' * len(number)} {paint('|', Ink.FAINT)} {before}{paint('^' * width, Ink.BAD)}"
