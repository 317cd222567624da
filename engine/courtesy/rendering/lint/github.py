"""What makes no sense in policies as commands of GitHub's workflows, which it shows beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.layout import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.lint import LintFinding, LintReport
    from courtesy.rendering.ink import Paint

_IN_TEXTS = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_TEXTS, ":": "%3A", ",": "%2C"}


def render(reports: Iterable[LintReport], paint: Paint) -> str:  # noqa: ARG001  commands have no colour
    """A command for each finding; nothing where there is none."""
    return "".join(f"{_command(one)}\n" for report in reports for one in report.findings)


def _command(finding: LintFinding) -> str:
    said = one_line(finding.message if finding.help is None else f"{finding.message}; {finding.help}")
    properties = ",".join(f"{key}={_escaped(value, _IN_PROPERTIES)}" for key, value in _properties(finding))
    return f"::error {properties}::{_escaped(said, _IN_TEXTS)}"


def _properties(finding: LintFinding) -> Iterator[tuple[str, str]]:
    span = finding.span
    if span.line:
        yield "file", str(span.file)
        yield "line", str(span.line)
        yield "col", str(span.column)
        if span.end_line == span.line:  # GitHub knows no column of another line
            yield "endColumn", str(span.end_column)
    yield "title", f"courtesy lint: {finding.sense}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
