"""The one place where errors become words on standard error and an exit code."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import ClassVar

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.cli.places import span_from_here
from courtesy.deadline import DeadlineExceededError
from courtesy.errors import CourtesyError, FaultError, InvalidInputError, MissingExtraError
from courtesy.rendering import FORMATS, renderer

FORMAT = "courtesy.format"
"""Where the context of a command keeps the format that was asked for."""
_TOLD = "courtesy.default-policy-told"
_BY_DEFAULT = "courtesy.default-policy"


class UnreadableFileError(CourtesyError):
    """The system would not hand out a file."""

    code: ClassVar[str] = "unreadable-file"
    way_out: ClassVar[str] = "check the name of the file, and whether you may read it"

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def __str__(self) -> str:
        reason = (self.error.strerror or "it cannot be read").lower()
        name = self.error.filename
        if isinstance(self.error, PermissionError) and name:
            name = _refused_in(str(name))
        return f"cannot read `{name}`: {reason}" if name else f"cannot read: {reason}"


def _refused_in(name: str) -> str:
    """The topmost folder that may not be looked into: whether the file is there is not even known then."""
    for folder in reversed(PurePath(name).parents):
        try:
            os.stat(os.path.join(folder, "."))  # noqa: PTH116, PTH118  a path of pathlib has no dot at its end
        except PermissionError:
            return str(folder)
        except OSError:
            break
    return name


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


class DefaultPolicyError(CourtesyError):
    """A case has words that the default policy does not know, and no policy was named."""

    code: ClassVar[str] = "default-policy"
    way_out: ClassVar[str] = "name the policy that declares the words with `--policy`"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return f"checked with the words of {self.name}"


def report(error: Exception) -> ExitCode:
    """Tell what went wrong, in the form that results are asked for in, and give the exit code for it."""
    if not isinstance(error, CourtesyError):
        if not isinstance(error, OSError) and os.environ.get("COURTESY_DEBUG"):
            raise error
        error = UnreadableFileError(error) if isinstance(error, OSError) else UnexpectedError(error)
    if isinstance(error, InvalidInputError):
        for problem in error.problems:  # which nobody but the reader gets any more
            problem.span = span_from_here(problem.span)
    _tell(error)
    _tell_of_default_policy(error)
    if isinstance(error, MissingExtraError):
        return ExitCode.USAGE
    no_answer = isinstance(error, FaultError | DeadlineExceededError)
    return ExitCode.FAULT if no_answer else ExitCode.INVALID_INPUT


def note(error: CourtesyError, consequence: str) -> None:
    """Tell what is no error where it was found, and what comes of it."""
    _tell(error, consequence)


def _tell_of_default_policy(error: CourtesyError) -> None:
    """Say once by which policy a case was read, where another may know its words and nobody has named one."""
    context = click.get_current_context(silent=True)
    if context is None or _TOLD in context.meta or not _has_words_of_another(error):
        return
    if (name := context.meta.get(_BY_DEFAULT)) is not None:
        context.meta[_TOLD] = True
        note(DefaultPolicyError(name), "name another policy with --policy")


def remember_default(name: str | None) -> None:
    """Remember by which policy a case is read that nobody has named; None where somebody has."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_BY_DEFAULT] = name


def _has_words_of_another(error: CourtesyError) -> bool:
    """Whether a word is unknown and none that is known is near."""
    from courtesy.loading.errors import UnknownNameError  # noqa: PLC0415  cold start of `--help`

    return isinstance(error, InvalidInputError) and any(
        isinstance(problem, UnknownNameError) and problem.declared_by_policies and problem.suggestion is None
        for problem in error.problems
    )


def _tell(error: CourtesyError, consequence: str | None = None) -> None:
    terminal.complain(renderer("problems", _format())(error, terminal.paint(to_error=True), consequence))


def _format() -> str:
    """The format of the results, where it is one for errors too; else text."""
    context = click.get_current_context(silent=True)
    asked = None if context is None else context.meta.get(FORMAT)
    return asked if asked in FORMATS["problems"] else "text"
