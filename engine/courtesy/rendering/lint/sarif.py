"""What makes no sense in policies as SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from courtesy._version import __version__
from courtesy.rendering import json_parts as parts
from courtesy.rendering.layout import one_line
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from courtesy.model.lint import LintFinding, LintReport, SensePage
    from courtesy.rendering.ink import Paint
    from courtesy.spans import Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "courtesyLint/v1"
_HERE = "%SRCROOT%"
"""What relative addresses of files begin with, by the custom of code scanning: the root of the repository."""


def render(reports: Iterable[LintReport], paint: Paint, pages: Sequence[SensePage]) -> str:  # noqa: ARG001  no colour
    """The reports as one run; `pages` explain the senses, in the order of their numbers in it."""
    return parts.text(to_dict(tuple(reports), pages)) + "\n"


def to_dict(reports: Sequence[LintReport], pages: Sequence[SensePage]) -> parts.Data:
    """The log in dictionaries and scalars, ready for JSON."""
    numbers = {page.sense: number for number, page in enumerate(pages)}
    seen: Counter[str] = Counter()
    results = []
    for report in reports:
        shown = [(one, None) for one in report.findings] + [(one.finding, one.because) for one in report.ignored]
        for finding, because in shown:
            fingerprint = _fingerprint(report, finding)
            seen[fingerprint] += 1
            results.append(
                {
                    "ruleId": finding.sense.value,
                    "ruleIndex": numbers[finding.sense],
                    "level": "error",
                    "message": {"text": _message(finding)},
                    "locations": [_location(finding.span)] if finding.span.line else [],
                    "relatedLocations": list(_related(finding)),
                    "partialFingerprints": {_FINGERPRINT: f"{fingerprint}:{seen[fingerprint]}"},
                    **({} if because is None else {"suppressions": [_suppression(because)]}),
                }
            )
    driver = {
        "name": "courtesy",
        "semanticVersion": __version__,
        "version": __version__,
        "rules": [_rule(page) for page in pages],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(page: SensePage) -> parts.Data:
    about = f"{page.about}\n\n{page.why}"
    shown = f"Found in\n\n```yaml\n{page.bad}```\n\nNot found in\n\n```yaml\n{page.good}```"
    return {
        "id": page.sense.value,
        "name": "".join(part.capitalize() for part in page.sense.split("-")),
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": about},
        "help": {"text": f"{about}\n\n{shown}", "markdown": f"{about}\n\n{shown}"},
        "defaultConfiguration": {"level": "error"},
    }


def _message(finding: LintFinding) -> str:
    said = sentence(one_line(finding.message))
    return said if finding.help is None else f"{said} {sentence(one_line(finding.help))}"


def _related(finding: LintFinding) -> Iterator[parts.Data]:
    for number, place in enumerate(finding.related, 1):
        if place.span.line:
            text = f"{place.what} of {place.rule}" if place.rule else place.what
            yield {"id": number, "message": {"text": text}, **_location(place.span)}


def _location(span: Span) -> parts.Data:
    """A place; the end of a region is exclusive here as there."""
    region = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return {"physicalLocation": {"artifactLocation": _file(Path(span.file)), "region": region}}


def _file(path: Path) -> parts.Data:
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _HERE}


def _suppression(because: str) -> parts.Data:
    return {"kind": "external", "status": "accepted", "justification": because}


def _fingerprint(report: LintReport, finding: LintFinding) -> str:
    """The same wherever the lines stand, and however it is told."""
    rules = [finding.rule, *sorted(place.rule or "" for place in finding.related)]
    said = "\0".join(str(part) for part in (report.policy, finding.sense, finding.word, *rules))
    return sha256(said.encode()).hexdigest()[:32]
