"""What is in a ledger as JSON. The keys are contract (`schemas/ledger.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.document import for_json
from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from msgspec import Struct

    from courtesy.model.ledger import LedgerCase, LedgerEntry, LedgerReport
    from courtesy.rendering.ink import Paint


def render(report: LedgerReport, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """One object."""
    return parts.text(to_dict(report)) + "\n"


def to_dict(report: LedgerReport) -> parts.Data:
    """Cases and touches."""
    listed = {"cases": [case(one) for one in report.cases], "entries": [entry(one) for one in report.entries]}
    return {"courtesy": parts.FORMAT_VERSION, **_fields(report), **listed}


def case(one: LedgerCase) -> parts.Data:
    """A case with its touches."""
    return {**_fields(one), "entries": [entry(each) for each in one.entries]}


def entry(one: LedgerEntry) -> parts.Data:
    """A touch with its state."""
    return _fields(one)


def _fields(value: Struct) -> parts.Data:
    """Every field, also those that say nothing: who reads it need not know what is usual."""
    return {name: for_json(getattr(value, name)) for name in value.__struct_fields__}
