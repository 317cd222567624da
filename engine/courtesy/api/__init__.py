"""Composes the stages; nothing else does."""

from courtesy.api.errors import OutsideValidityError, UnusableArgumentError
from courtesy.api.policies import load_policy, parse_policy
from courtesy.api.policy import Policy
from courtesy.loading.errors import UnknownSchemaError
from courtesy.loading.policy_catalog import PolicyEntry, PolicyNotFoundError, PolicyNotValidError, list_policies
from courtesy.loading.schemas import load_schema as schema
from courtesy.matching.crosscheck import Matcher, MatcherName, available_matchers
from courtesy.matching.errors import DurableUnavailableError, UnknownMatcherError

__all__ = [
    "DurableUnavailableError",
    "Matcher",
    "MatcherName",
    "OutsideValidityError",
    "Policy",
    "PolicyEntry",
    "PolicyNotFoundError",
    "PolicyNotValidError",
    "UnknownMatcherError",
    "UnknownSchemaError",
    "UnusableArgumentError",
    "available_matchers",
    "list_policies",
    "load_policy",
    "parse_policy",
    "schema",
]
