"""What tests notice of changes to a policy as JSON, as `schemas/mutation.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.mutation import Mutant, MutationReport
    from courtesy.rendering.ink import Paint


def render(report: MutationReport, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The report as one object."""
    return parts.text(to_dict(report)) + "\n"


def to_dict(report: MutationReport) -> parts.Data:
    """The report in dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": {"id": report.id, "version": report.version, "digest": report.digest},
        "place": report.place,
        "tests": report.tests,
        "open_tests": report.open_tests,
        "failing": list(report.failing),
        "chosen": list(report.chosen),
        "counts": {"changes": len(report.mutants), "noticed": report.noticed, "survived": len(report.survivors)},
        "percent": round(report.percent, 2),
        "changes": [_mutant(mutant) for mutant in report.mutants],
    }


def _mutant(mutant: Mutant) -> parts.Data:
    return {
        "rule": mutant.part.rule_id,
        "path": mutant.part.path,
        "kind": mutant.part.kind.value,
        "old": mutant.old,
        "new": mutant.new,
        "fate": mutant.fate.value,
        "noticed_by": mutant.noticed_by,
        "tests": mutant.tests,
        "meaning": [{"label": said.label, "old": said.old, "new": said.new} for said in mutant.meaning],
        **parts.place(mutant.part.span),
    }
