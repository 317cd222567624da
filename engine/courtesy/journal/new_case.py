"""The text of a new case, with comments for who goes on writing it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from courtesy.journal.layout import one_line, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ABOVE = """\
# What is known of one interview. What is left out is unknown; `courtesy manual cases` lists all that can be told.
# `courtesy next FILE` says what may be done now; `courtesy record FILE` writes down what was done, and what came in."""
_LINKEDIN = "linkedin: {profile_polished: true, recommendations: 2, portfolio_linked: true}"
_ABOVE_LINKEDIN = "# Where you use LinkedIn, say how your profile stands:"
_BESIDE = {
    "zone": "of times without an offset, and of contacts without a zone of their own",
    "history": "what was done, and what came in",
}


def new_case(document: Mapping[str, Any], *, schema: str | None = None, is_json: bool = False) -> str:
    """The text of a case; `schema` is where editors find the schema, for as-you-type help. JSON has no comments."""
    if is_json:
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return "".join(f"{line}\n" for line in _lines(document, schema))


def _lines(document: Mapping[str, Any], schema: str | None) -> Iterator[str]:
    if schema is not None:
        yield f"# yaml-language-server: $schema={schema}"
    yield _ABOVE
    for key, value in document.items():
        if key == "contacts":
            yield from _candidate(document.get("candidate", {}))
            yield from ("contacts:", *_below(value))
        elif key != "candidate":
            beside = f"   # {_BESIDE[key]}" if key in _BESIDE else ""
            touches = value if key == "history" else []
            yield f"{key}:{'' if touches else f' {one_line(value, is_json=False)}'}{beside}"
            yield from (f"  - {one_line(touch, is_json=False)}" for touch in touches)


def _candidate(stated: Mapping[str, Any]) -> Iterator[str]:
    """What is known of the candidate, and what may be worth telling."""
    if stated:
        yield from ("candidate:", *_below(stated), f"  {_ABOVE_LINKEDIN}", f"  # {_LINKEDIN}")
    else:
        yield from (_ABOVE_LINKEDIN, f"# candidate: {{{_LINKEDIN}}}")


def _below(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        yield f"  {scalar(key, is_json=False)}: {one_line(value, is_json=False)}"
