"""What tests notice of changes to a policy as JSON, as `schemas/mutation.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.mutation import Meaning, Mutant, MutationReport
    from courtesy.model.rule_parts import RulePart
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
        "changes": [mutant_to_dict(mutant) for mutant in report.mutants],
    }


def mutant_to_dict(mutant: Mutant) -> parts.Data:
    """One change and its fate, ready for JSON."""
    return {
        **part_to_dict(mutant.part),
        "old": mutant.old,
        "new": mutant.new,
        "fate": mutant.fate.value,
        "noticed_by": mutant.noticed_by,
        "tests": mutant.tests,
        "meaning": [meaning_to_dict(said) for said in mutant.meaning],
        "line_text": mutant.line,
    }


def part_to_dict(part: RulePart) -> parts.Data:
    """A part of a rule, ready for JSON."""
    return {
        "rule": part.rule_id,
        "path": part.path,
        "keys": list(part.keys),
        "kind": part.kind.value,
        "value": part.value,
        **parts.place(part.span),
    }


def meaning_to_dict(said: Meaning) -> parts.Data:
    """A sentence that a change makes another, ready for JSON."""
    return {"label": said.label, "old": said.old, "new": said.new}
