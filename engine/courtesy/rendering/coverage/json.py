"""What tests try as JSON, as `schemas/coverage.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.coverage import CoverageMeasure
from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.coverage import Coverage, CoverageFigure, CoverageGap, CoveredPart
    from courtesy.rendering.ink import Paint


def render(coverage: Coverage, paint: Paint, *, everything: bool = False) -> str:  # noqa: ARG001  JSON has all of it
    """The coverage as one object; what tests show is always in it."""
    return parts.text(to_dict(coverage)) + "\n"


def to_dict(coverage: Coverage) -> parts.Data:
    """The coverage in dictionaries and scalars, ready for JSON."""
    rules = dict.fromkeys(one.rule_id for one in coverage.covered)
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": {"id": coverage.id, "version": coverage.version, "digest": coverage.digest},
        "tests": coverage.tests,
        "open_tests": coverage.open_tests,
        "unread": list(coverage.unread),
        "looked_in": list(coverage.looked_in),
        "inherited": list(coverage.inherited),
        "figures": {
            "all": figure_to_dict(coverage.figure()),
            **{measure.value: figure_to_dict(coverage.figure(measure)) for measure in CoverageMeasure},
        },
        "rules": [_rule([one for one in coverage.covered if one.rule_id == rule]) for rule in rules],
    }


def figure_to_dict(figure: CoverageFigure) -> parts.Data:
    """How much is tried, ready for JSON."""
    return {"seen": figure.seen, "wanted": figure.wanted, "percent": figure.percent}


def _rule(covered: list[CoveredPart]) -> parts.Data:
    whole, *of_parts = covered
    return {"rule": whole.rule_id, **_shown(whole), "parts": [_part(one) for one in of_parts]}


def part(one: CoveredPart) -> parts.Data:
    """One thing that tests should try, ready for JSON by itself."""
    return {"rule": one.rule_id, **_part(one)}


def _part(one: CoveredPart) -> parts.Data:
    kind = None if one.kind is None else one.kind.value
    return {"path": one.path, "measure": one.measure.value, "kind": kind, "value": one.value, **_shown(one)}


def _shown(one: CoveredPart) -> parts.Data:
    return {
        **parts.place(one.place),
        "wanted": list(one.wanted),
        "seen": list(one.seen),
        "missing": [gap_to_dict(gap) for gap in one.gaps],
    }


def gap_to_dict(gap: CoverageGap) -> parts.Data:
    """Something that no answered test shows, ready for JSON."""
    return {"wanted": gap.wanted, "says": gap.says, "open_in": gap.open_in}
