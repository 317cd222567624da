"""Composes the stages; nothing else does."""

from courtesy.api.errors import OutsideValidityError, UnusableArgumentError
from courtesy.api.policies import load_policy, parse_policy
from courtesy.api.policy import Policy
from courtesy.loading.policy_catalog import PolicyEntry, PolicyNotFoundError, list_policies
from courtesy.loading.schemas import load_schema as schema
from courtesy.matching.crosscheck import Matcher, available_matchers

__all__ = [
    "Matcher",
    "OutsideValidityError",
    "Policy",
    "PolicyEntry",
    "PolicyNotFoundError",
    "UnusableArgumentError",
    "available_matchers",
    "list_policies",
    "load_policy",
    "parse_policy",
    "schema",
]
