"""The base of every error that Courtesy raises on purpose. Each stage owns its causes, beside what finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.spans import Span


class CourtesyError(Exception):
    """Base of all errors of this package. `str()` is one lower-case sentence without a full stop."""

    code: ClassVar[str] = "error"

    def help(self) -> str | None:
        """The likely fix, or None where there is no telling."""
        return None


class Problem(CourtesyError):  # noqa: N818  found and listed, not raised by itself
    """One thing that is wrong in one place of a file. Subclasses carry the facts as fields."""

    code: ClassVar[str] = "problem"
    span: Span

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


class InvalidInputError(CourtesyError):
    """A policy, case or mail file cannot be used. `problems` lists everything that is wrong, sorted by place."""

    code: ClassVar[str] = "invalid-input"

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        unique = {(p.span, str(p)): p for p in problems}.values()
        self.problems: tuple[Problem, ...] = tuple(
            sorted(unique, key=lambda p: (p.span.file, p.span.line, p.span.column, str(p)))
        )

    def __str__(self) -> str:
        return "\n".join(f"{p.span}: {p}" for p in self.problems)


class FaultError(CourtesyError):
    """The engine contradicts itself; nothing is permitted. Never the fault of the input."""

    code: ClassVar[str] = "fault"
