"""What makes no sense in policies as text for a terminal: each finding as problems of files are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, one_line, printable, wrapped
from courtesy.rendering.problems.text import excerpt
from courtesy.spans import SourceName
from courtesy.wording.text import agree, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.lint import LintFinding, LintReport, SensePage
    from courtesy.rendering.ink import Paint


def render(reports: Iterable[LintReport], paint: Paint) -> str:
    """The findings of each policy, and how many there are."""
    return block(line for report in reports for line in _report(report, paint))


def _report(report: LintReport, paint: Paint) -> Iterator[str]:
    for finding in report.findings:
        yield from _finding(finding, paint)
    found = agree(len(report.findings), "finding") if report.findings else "nothing found"
    ignored = f", {len(report.ignored)} ignored" if report.ignored else ""
    yield f"{report.policy} {report.version} ({short_digest(report.digest)}): {found}{ignored}"


def _finding(finding: LintFinding, paint: Paint) -> Iterator[str]:
    yield f"{paint(f'lint[{finding.sense}]', Ink.CAUTION)}: {one_line(finding.message)}"
    parts = [printable(place)] if (place := str(finding.span)) else []
    if finding.help:
        parts.append(f"help: {one_line(finding.help)}")
    if parts:
        yield f"  {'   '.join(parts)}"
    if finding.span.line and isinstance(finding.span.file, SourceName):
        yield from excerpt(finding.span, finding.span.file.text, paint)
    for other in finding.related:
        if place := str(other.span):
            of = f" of `{other.rule}`" if other.rule else ""
            yield f"  beside {one_line(other.what)}{of}   {printable(place)}"


def explained(page: SensePage, paint: Paint) -> str:
    """What a sense finds, with a policy that has the fault and one that has not, and why."""
    return block(_page(page, paint))


def _page(page: SensePage, paint: Paint) -> Iterator[str]:
    yield from wrapped(f"{page.sense}: {page.summary}", paint=paint, ink=Ink.STRONG)
    for paragraph in page.about.split("\n\n"):
        yield ""
        yield from wrapped(paragraph)
    for label, policy in (("Found in", page.bad), ("Not found in", page.good)):
        yield from ("", label)
        yield from (f"  {line}" for line in policy.splitlines())
    yield ""
    yield from wrapped(page.why)
