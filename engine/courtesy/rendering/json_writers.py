"""What writes each value as JSON: of results, the same that `--format json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from courtesy.model.case import Action, Candidate, Case, Contact, Message, Touch
from courtesy.model.comparison import Comparison
from courtesy.model.coverage import Coverage, CoverageFigure, CoverageGap, CoveredPart
from courtesy.model.document import for_json
from courtesy.model.evidence import Evidence
from courtesy.model.ledger import LedgerCase, LedgerEntry, LedgerReport
from courtesy.model.lint import IgnoredFinding, LintFinding, LintPlace, LintReport
from courtesy.model.log_report import LogFlaw, LogReport
from courtesy.model.mutation import Meaning, Mutant, MutationReport
from courtesy.model.origin import EngineReport, MatcherReport, PolicyReference
from courtesy.model.plan import ClosedChannel, Conflict, Lane, NextSteps, Omission, Plan, PlannedAction, Reason, Step
from courtesy.model.policy import Citation
from courtesy.model.policy_tests import TestDifference, TestedFile, TestProblem, TestReport, TestResult, UntriedRule
from courtesy.model.replay import Replay, ReplayedAction, UnreplayedDecision
from courtesy.model.rule_parts import RulePart
from courtesy.model.timetable import Stretch, Timetable
from courtesy.model.verdict import Alternative, Change, Condition, Finding, Notice, Obligation, PlanVerdict, Verdict
from courtesy.model.waivers import WaivedFinding, WaivedObligation, Waiver
from courtesy.rendering import json_parts
from courtesy.rendering.comparison import json as comparison
from courtesy.rendering.coverage import json as coverage
from courtesy.rendering.ledger import json as ledger
from courtesy.rendering.lint import json as lint
from courtesy.rendering.log import json as log
from courtesy.rendering.mutation import json as mutation
from courtesy.rendering.next_steps import json as next_steps
from courtesy.rendering.plan import json as plan
from courtesy.rendering.replay import json as replay
from courtesy.rendering.tests import json as tests
from courtesy.rendering.verdict import json as verdict
from courtesy.rendering.windows import json as windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgspec import Struct

WRITERS: dict[type[Struct], Callable[[Any], Any]] = {
    Verdict: verdict.of_one,
    PlanVerdict: verdict.to_dict,
    Plan: plan.to_dict,
    PlannedAction: plan.of_one,
    Timetable: windows.to_dict,
    NextSteps: next_steps.to_dict,
    Step: next_steps.step,
    Comparison: comparison.to_dict,
    Coverage: coverage.to_dict,
    CoveredPart: coverage.part,
    CoverageGap: coverage.gap_to_dict,
    CoverageFigure: coverage.figure_to_dict,
    MutationReport: mutation.to_dict,
    Mutant: mutation.mutant_to_dict,
    Meaning: mutation.meaning_to_dict,
    RulePart: mutation.part_to_dict,
    LogReport: log.to_dict,
    LogFlaw: log.flaw,
    Replay: replay.to_dict,
    ReplayedAction: replay.action,
    UnreplayedDecision: replay.unreplayed,
    TestReport: tests.to_dict,
    TestedFile: tests.file_to_dict,
    TestResult: tests.result_to_dict,
    TestDifference: tests.difference_to_dict,
    TestProblem: tests.problem_to_dict,
    UntriedRule: tests.untried_to_dict,
    Finding: json_parts.finding,
    Condition: json_parts.condition,
    Evidence: json_parts.evidence,
    Obligation: json_parts.obligation,
    Alternative: json_parts.alternative,
    Change: json_parts.change,
    Notice: json_parts.notice,
    Stretch: json_parts.stretch,
    Reason: json_parts.reason,
    Omission: json_parts.omission,
    Conflict: json_parts.conflict,
    Lane: json_parts.lane,
    ClosedChannel: json_parts.closed_channel,
    Citation: json_parts.source,
    LedgerReport: ledger.to_dict,
    LedgerCase: ledger.case,
    LedgerEntry: ledger.entry,
    LintReport: lint.to_dict,
    LintFinding: lint.finding,
    LintPlace: lint.place,
    IgnoredFinding: lint.ignored,
    Waiver: json_parts.waiver,
    WaivedFinding: json_parts.waived,
    WaivedObligation: json_parts.waived,
    PolicyReference: json_parts.policy,
    MatcherReport: json_parts.matcher,
    EngineReport: asdict,
    Case: for_json,
    Candidate: for_json,
    Contact: for_json,
    Touch: for_json,
    Action: for_json,
    Message: for_json,
}
"""What has a form in JSON: documents, their parts, and what cases are made of, in the shape of a case file."""
