"""The base of every error that Courtesy raises on purpose. Each stage owns its causes, beside what finds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from courtesy.spans import Path, Span, pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MEANT = re.compile("did you mean `([^`]+)`\\?$")


class CourtesyError(Exception):
    """Base of all errors of this package. `str()` is one lower-case sentence without a full stop.

    Tracebacks show the likely fix as a note. Errors can be pickled, so that they come back from other processes.
    `code` and `way_out`, what to do about such an error in general, stand in the manual beside the docstring.
    """

    code: ClassVar[str] = "error"
    way_out: ClassVar[str]

    def help(self) -> str | None:
        """The likely fix, or None where there is no telling."""
        return None

    def to_dict(self) -> dict[str, Any]:
        """The error ready for JSON: `code`, `message` and `help`."""
        return {"code": self.code, "message": str(self), "help": self.help()}

    @property
    def __notes__(self) -> list[str]:  # type: ignore[override]  # found when somebody looks
        """What tracebacks show below the error."""
        notes: list[str] = self.__dict__.setdefault("_notes", list(self._advice()))
        return notes

    def _advice(self) -> Iterator[str]:
        if fix := self.help():
            yield f"help: {fix}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(kind: type[CourtesyError], arguments: tuple[Any, ...], state: dict[str, Any]) -> CourtesyError:
    """An error with these fields, whatever its class is made from."""
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class Problem(CourtesyError):  # noqa: N818  found and listed, not raised by itself
    """One thing that is wrong in one place of a file or value. Subclasses carry the facts as fields.

    `expected` and `found` say in words what was expected and found, None where the sentence is another one.
    """

    code: ClassVar[str] = "problem"
    span: Span

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span

    @property
    def path(self) -> Path | None:
        """What leads to the place in the document: `("actions", 0, "purpose")`; None where that is not known."""
        return self.span.path

    @property
    def pointer(self) -> str | None:
        """The path as a JSON pointer: `/actions/0/purpose`."""
        return None if self.span.path is None else pointer(self.span.path)

    @property
    def line(self) -> int | None:
        """The line in the file, from 1; None where there is no file."""
        return self.span.line or None

    @property
    def column(self) -> int | None:
        """The column in the line, from 1; None where there is no file."""
        return self.span.column or None

    @property
    def suggestion(self) -> str | None:
        """What was probably meant, where something known is near."""
        meant = _MEANT.search(self.help() or "")
        return meant[1] if meant else None

    def to_dict(self) -> dict[str, Any]:
        """The problem ready for JSON."""
        return {
            **super().to_dict(),
            "path": None if self.path is None else list(self.path),
            "pointer": self.pointer,
            "file": str(self.span.file) if self.line else None,
            "line": self.line,
            "column": self.column,
            "expected": getattr(self, "expected", None),
            "found": getattr(self, "found", None),
            "suggestion": self.suggestion,
        }


class InvalidInputError(CourtesyError):
    """A policy, case, mail file or value cannot be used. `problems` lists everything that is wrong, sorted by place."""

    code: ClassVar[str] = "invalid-input"
    way_out: ClassVar[str] = "correct what its `problems` name; each has a code of its own"

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        unique = {(p.span, str(p)): p for p in problems}.values()
        self.problems: tuple[Problem, ...] = tuple(sorted(unique, key=_order))

    def __str__(self) -> str:
        return "\n".join(f"{place}: {p}" if (place := str(p.span)) else str(p) for p in self.problems)

    def to_dict(self) -> dict[str, Any]:
        """The error with all its problems, ready for JSON."""
        return {**super().to_dict(), "problems": [problem.to_dict() for problem in self.problems]}

    def _advice(self) -> Iterator[str]:
        for problem in self.problems:
            if fix := problem.help():
                yield f"help: {place}: {fix}" if (place := str(problem.span)) else f"help: {fix}"


def _order(problem: Problem) -> tuple[object, ...]:
    """By file and place; paths by their steps, places in lists as numbers."""
    span = problem.span
    steps = tuple((isinstance(step, str), step) for step in span.path or ())
    return span.file, span.line, span.column, steps, str(problem)


class FaultError(CourtesyError):
    """The engine contradicts itself; nothing is permitted. Never the fault of the input."""

    code: ClassVar[str] = "fault"
    way_out: ClassVar[str] = (
        "treat the action as not permitted, and report the fault together with the policy and the case"
    )


class MissingExtraError(CourtesyError):
    """What an optional part of Courtesy takes is not installed: `module` could not be imported, `extra` brings it."""

    code: ClassVar[str] = "missing-extra"
    needed: ClassVar[str]
    """What takes it, as in "expected what the server takes"."""
    libraries: ClassVar[frozenset[str]]
    """What comes with the extra. Whatever else cannot be imported is a mistake of this program."""
    extra: str

    def __init__(self, module: str) -> None:
        super().__init__()
        self.module = module

    def __str__(self) -> str:
        return f"expected {self.needed}, found that `{self.module}` is not installed"

    def help(self) -> str:
        """How to install it."""
        return f"`pip install 'courtesy[{self.extra}]'`"

    @classmethod
    def unless_there(cls, *given: Any) -> _Imports:
        """A context in which a library of the extra that is missing raises this error, made of its name and `given`."""
        return _Imports(lambda module: cls(module, *given), cls.libraries)


class _Imports:
    def __init__(self, made: Callable[[str], MissingExtraError], libraries: frozenset[str]) -> None:
        self._made, self._libraries = made, libraries

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, ModuleNotFoundError):
            name = (error.name or "").partition(".")[0]
            if name in self._libraries:
                raise self._made(name) from error


class DriverMissingError(MissingExtraError):
    """What PostgreSQL takes is not installed."""

    code: ClassVar[str] = "driver-missing"
    way_out: ClassVar[str] = "install it with `pip install 'courtesy[postgres]'`"
    needed: ClassVar[str] = "psycopg, through which PostgreSQL is asked"
    libraries: ClassVar[frozenset[str]] = frozenset({"psycopg"})
    extra = "postgres"
