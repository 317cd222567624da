"""Results and policies for readers: one file per subject and format, all pure functions from model to text."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import CourtesyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMATS: Mapping[str, tuple[str, ...]] = {
    "verdict": ("text", "json", "markdown"),
    "plan": ("text", "json", "markdown", "html", "ics"),
    "agenda": ("text", "json", "markdown", "html", "ics"),
    "windows": ("text", "json", "markdown"),
    "next_steps": ("text", "json", "markdown"),
    "record": ("text", "json"),
    "waivers": ("text", "json"),
    "ledger": ("text", "json"),
    "comparison": ("text", "json", "markdown"),
    "handbook": ("markdown", "html"),
    "tests": ("text", "json", "junit", "github"),
    "lint": ("text", "json", "github", "sarif"),
    "coverage": ("text", "json"),
    "mutation": ("text", "json"),
    "log": ("text", "json"),
    "replay": ("text", "json"),
    "audit": ("text", "json", "markdown", "html"),
    "problems": ("text", "json"),
}
"""The output formats of each subject; `<subject>/<format>.py` beside this file renders it."""
FILES = frozenset({"html", "ics"})
"""The formats that are kept as a file: in UTF-8 and with line ends of their own, whatever a terminal has."""


class UnknownFormatError(CourtesyError):
    """There is no such output format."""

    code: ClassVar[str] = "unknown-format"
    way_out: ClassVar[str] = "use one of the formats that the message lists"

    def __init__(self, subject: str, name: str) -> None:
        super().__init__()
        self.subject, self.name = subject, name

    def __str__(self) -> str:
        return f"unknown format `{self.name}`"

    def help(self) -> str:
        """The formats that there are."""
        return f"one of {', '.join(FORMATS[self.subject])}"


def renderer(subject: str, name: str) -> Callable[..., str]:
    """The renderer of a subject in a format.

    A verdict's takes the reports and a paint, that of problems the error and a paint, those of an agenda, of waivers,
    of a ledger, of a comparison, of tests, of mutation, of a log, of a replay, of an audit and of lint these and a
    paint (sarif takes the pages of the senses too); all others take the subject, the policy and a paint. A format's
    module is imported only when it is asked for: a cold start needs one. Raises UnknownFormatError, and KeyError for a
    subject that `FORMATS` does not have.
    """
    if name not in FORMATS[subject]:
        raise UnknownFormatError(subject, name)
    render: Callable[..., str] = import_module(f"courtesy.rendering.{subject}.{name}").render
    return render
