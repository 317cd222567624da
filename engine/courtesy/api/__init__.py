"""Composes the stages; nothing else does."""

from courtesy.api.all_versions import Policies
from courtesy.api.errors import OutsideValidityError, UnusableArgumentError, VersionsDifferError
from courtesy.api.policies import load_default_policies, load_policies, load_policy, parse_policy
from courtesy.api.policy import Policy
from courtesy.api.project import load_project
from courtesy.loading.policy_catalog import (
    BadVersionError,
    PolicyEntry,
    PolicyNotFoundError,
    PolicyNotValidError,
    SeveralPoliciesError,
    TwoContentsError,
    list_policies,
)
from courtesy.loading.project import Project
from courtesy.loading.schema_errors import UnknownSchemaError
from courtesy.loading.schemas import load_schema as schema
from courtesy.matching.crosscheck import Matcher, MatcherName, available_matchers
from courtesy.matching.errors import DurableUnavailableError, UnknownMatcherError

__all__ = [
    "BadVersionError",
    "DurableUnavailableError",
    "Matcher",
    "MatcherName",
    "OutsideValidityError",
    "Policies",
    "Policy",
    "PolicyEntry",
    "PolicyNotFoundError",
    "PolicyNotValidError",
    "Project",
    "SeveralPoliciesError",
    "TwoContentsError",
    "UnknownMatcherError",
    "UnknownSchemaError",
    "UnusableArgumentError",
    "VersionsDifferError",
    "available_matchers",
    "list_policies",
    "load_default_policies",
    "load_policies",
    "load_policy",
    "load_project",
    "parse_policy",
    "schema",
]
