"""Courtesy: a policy engine for professional follow-up.

policy = courtesy.load_policy("hire-wire")
case = policy.load_case("case.yaml")
verdict = policy.check_plan(case, now=datetime.now(UTC))
"""

from courtesy._version import __version__
from courtesy.api import (
    CompiledPolicy,
    OutsideValidityError,
    PolicyEntry,
    PolicyNotFoundError,
    UnusableArgumentError,
    available_matchers,
    list_policies,
    load_policy,
    schema,
)
from courtesy.errors import CourtesyError, FaultError, InvalidInputError, Problem
from courtesy.model.case import Action, Case, Contact, History, Message, Touch
from courtesy.model.policy import Citation, Level, Policy, Rule
from courtesy.model.verdict import ActionVerdict, Condition, Finding, Outcome, Status, Verdict
from courtesy.rendering.as_json import to_dict, to_json
from courtesy.values import Truth

__all__ = [
    "Action",
    "ActionVerdict",
    "Case",
    "Citation",
    "CompiledPolicy",
    "Condition",
    "Contact",
    "CourtesyError",
    "FaultError",
    "Finding",
    "History",
    "InvalidInputError",
    "Level",
    "Message",
    "Outcome",
    "OutsideValidityError",
    "Policy",
    "PolicyEntry",
    "PolicyNotFoundError",
    "Problem",
    "Rule",
    "Status",
    "Touch",
    "Truth",
    "UnusableArgumentError",
    "Verdict",
    "__version__",
    "available_matchers",
    "list_policies",
    "load_policy",
    "schema",
    "to_dict",
    "to_json",
]
