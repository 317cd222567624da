"""Courtesy: a policy engine for professional follow-up.

policy = courtesy.load_policy("hire-wire")
case = policy.load_case("case.yaml")
verdict = policy.check_plan(case, now=datetime.now(UTC))

What this package exports is public, and documented to stay; its modules are not, and may change with any version.
"""

from typing import TYPE_CHECKING

from courtesy._version import __version__
from courtesy.api import (
    BadVersionError,
    DurableUnavailableError,
    MatcherName,
    OutsideValidityError,
    Policies,
    Policy,
    PolicyEntry,
    PolicyNotFoundError,
    PolicyNotValidError,
    Project,
    SeveralPoliciesError,
    TwoContentsError,
    UnknownMatcherError,
    UnknownSchemaError,
    UnusableArgumentError,
    VersionsDifferError,
    available_matchers,
    list_policies,
    load_policies,
    load_policy,
    load_project,
    parse_policy,
    schema,
)
from courtesy.api.records import from_dict
from courtesy.bulk.errors import (
    AuditUnavailableError,
    EnginesDifferError,
    NotExpressibleError,
    SparkFailedError,
    UnusableTablesError,
)
from courtesy.deadline import DeadlineExceededError
from courtesy.editor.schema.writing import schema_for
from courtesy.errors import CourtesyError, DriverMissingError, FaultError, InvalidInputError, Problem
from courtesy.model.case import Action, Candidate, Case, Contact, Message, Touch
from courtesy.model.coverage import Coverage, CoverageFigure, CoverageGap, CoverageMeasure, CoveredPart
from courtesy.model.evidence import Evidence, Strength
from courtesy.model.ledger import LedgerCase, LedgerEntry, LedgerReport, LedgerState
from courtesy.model.lint import IgnoredFinding, LintFinding, LintIgnore, LintPlace, LintReport, Sense
from courtesy.model.log_report import FlawKind, LogFlaw, LogReport
from courtesy.model.mutation import Fate, Meaning, Mutant, MutationReport
from courtesy.model.origin import EngineReport, MatcherReport, NamedBy, PolicyReference
from courtesy.model.outcome import Outcome, Standing, Status
from courtesy.model.plan import ClosedChannel, Conflict, Lane, NextSteps, Omission, Plan, PlannedAction, Reason, Step
from courtesy.model.policy import (
    Author,
    ChangeNote,
    Citation,
    Concerns,
    Disabled,
    Level,
    PolicySource,
    Rule,
    Setting,
    Source,
)
from courtesy.model.policy_tests import (
    TestDifference,
    TestedFile,
    TestProblem,
    TestReport,
    TestResult,
    TestState,
    UntriedRule,
)
from courtesy.model.predicate import Direction
from courtesy.model.refusal import RefusedError
from courtesy.model.replay import Replay, ReplayedAction, UnreplayedDecision
from courtesy.model.rule_parts import PartKind, RulePart
from courtesy.model.timetable import Stretch, Timetable
from courtesy.model.verdict import Alternative, Change, Condition, Finding, Notice, Obligation, PlanVerdict, Verdict
from courtesy.model.waivers import WaivedFinding, WaivedObligation, Waiver
from courtesy.rendering.as_json import to_dict, to_json
from courtesy.rendering.shown import to_html, to_markdown
from courtesy.review.comparison.comparing import compare
from courtesy.review.coverage.asking import coverage
from courtesy.review.handbook.writing import handbook
from courtesy.review.linter import lint
from courtesy.review.mutation.asking import mutate
from courtesy.review.tests.asking import run_tests
from courtesy.spans import Span
from courtesy.values import Truth

__all__ = [
    "Action",
    "Alternative",
    "AuditUnavailableError",
    "Author",
    "BadVersionError",
    "Candidate",
    "Case",
    "Change",
    "ChangeNote",
    "Citation",
    "ClosedChannel",
    "Concerns",
    "Condition",
    "Conflict",
    "Contact",
    "CourtesyError",
    "Coverage",
    "CoverageFigure",
    "CoverageGap",
    "CoverageMeasure",
    "CoveredPart",
    "DeadlineExceededError",
    "Direction",
    "Disabled",
    "DriverMissingError",
    "DurableUnavailableError",
    "EngineReport",
    "EnginesDifferError",
    "Evidence",
    "Fate",
    "FaultError",
    "Finding",
    "FlawKind",
    "IgnoredFinding",
    "InvalidInputError",
    "Lane",
    "LedgerCase",
    "LedgerEntry",
    "LedgerReport",
    "LedgerState",
    "Level",
    "LintFinding",
    "LintIgnore",
    "LintPlace",
    "LintReport",
    "LogFlaw",
    "LogReport",
    "MatcherName",
    "MatcherReport",
    "Meaning",
    "Message",
    "Mutant",
    "MutationReport",
    "NamedBy",
    "NextSteps",
    "NotExpressibleError",
    "Notice",
    "Obligation",
    "Omission",
    "Outcome",
    "OutsideValidityError",
    "PartKind",
    "Plan",
    "PlanVerdict",
    "PlannedAction",
    "Policies",
    "Policy",
    "PolicyEntry",
    "PolicyNotFoundError",
    "PolicyNotValidError",
    "PolicyReference",
    "PolicySource",
    "Problem",
    "Project",
    "Reason",
    "RefusedError",
    "Replay",
    "ReplayedAction",
    "Rule",
    "RulePart",
    "Sense",
    "Setting",
    "SeveralPoliciesError",
    "Source",
    "Span",
    "SparkFailedError",
    "Standing",
    "Status",
    "Step",
    "Strength",
    "Stretch",
    "TestDifference",
    "TestProblem",
    "TestReport",
    "TestResult",
    "TestState",
    "TestedFile",
    "Timetable",
    "Touch",
    "Truth",
    "TwoContentsError",
    "UnknownMatcherError",
    "UnknownSchemaError",
    "UnreplayedDecision",
    "UntriedRule",
    "UnusableArgumentError",
    "UnusableTablesError",
    "Verdict",
    "VersionsDifferError",
    "WaivedFinding",
    "WaivedObligation",
    "Waiver",
    "__version__",
    "available_matchers",
    "compare",
    "coverage",
    "from_dict",
    "handbook",
    "lint",
    "list_policies",
    "load_policies",
    "load_policy",
    "load_project",
    "mutate",
    "parse_policy",
    "run_tests",
    "schema",
    "schema_for",
    "to_dict",
    "to_html",
    "to_json",
    "to_markdown",
]

if TYPE_CHECKING:
    from courtesy.bulk.cluster.judging import AuditFrames as AuditFrames
    from courtesy.bulk.results import Audit as Audit
    from courtesy.bulk.results import Part as Part
else:
    # What audits give is made with extras, so that it is looked for when it is asked for, and is not in `__all__`.

    def __getattr__(name: str) -> type:
        from courtesy.api.optional import optional  # noqa: PLC0415  seldom asked for

        return optional(__name__, name)
