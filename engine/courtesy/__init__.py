"""Courtesy: a policy engine for professional follow-up.

    policy = courtesy.load_policy("hire-wire")
    case = policy.load_case("case.yaml")
    verdict = policy.check_plan(case, now=datetime.now(UTC))
"""

from courtesy._version import __version__
from courtesy.api.policies import CompiledPolicy, OutsideValidityError, UnusableArgumentError, load_policy
from courtesy.errors import CourtesyError, FaultError, InvalidInputError, Problem
from courtesy.loading.policy_catalog import PolicyEntry, PolicyNotFoundError, list_policies
from courtesy.loading.schemas import load_schema as schema
from courtesy.matching.crosscheck import available_matchers
from courtesy.model.case import Action, Case, Contact, History, Message, Touch
from courtesy.model.policy import Citation, Level, Policy, Rule
from courtesy.model.verdict import ActionVerdict, Condition, Finding, Outcome, Status, Verdict
from courtesy.rendering.json import to_dict, to_json
from courtesy.values import Truth

__all__ = [
    "Action", "ActionVerdict", "Case", "Citation", "CompiledPolicy", "Condition", "Contact", "CourtesyError",
    "FaultError", "Finding", "History", "InvalidInputError", "Level", "Message", "Outcome", "OutsideValidityError",
    "Policy", "PolicyEntry", "PolicyNotFoundError", "Problem", "Rule", "Status", "Touch", "Truth",
    "UnusableArgumentError", "Verdict", "__version__", "available_matchers", "list_policies", "load_policy", "schema",
    "to_dict", "to_json",
]  # fmt: skip
