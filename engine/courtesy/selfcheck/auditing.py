"""Audits of random cases of what was done, by a random policy or by a line of versions of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.api import Policies, parse_policy
from courtesy.bulk.errors import AuditUnavailableError, NotExpressibleError
from courtesy.errors import InvalidInputError
from courtesy.matching.errors import TooComplexRuleError
from courtesy.selfcheck.audit_examiner import AuditDiffersError, AuditExaminer
from courtesy.selfcheck.audited import Past
from courtesy.selfcheck.dice import chance
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.random_cases import random_past
from courtesy.selfcheck.random_lines import random_line
from courtesy.selfcheck.random_waivers import CASE, of_rules, random_waivers
from courtesy.selfcheck.shrinking import as_file

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from courtesy.api import Policy
    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.random_cases import Kind

_CASES = 40
_BY_A_LINE = 0.2


class AuditedCaseError(DifferenceFoundError):
    """A difference in the audit of one case, with its `document`."""

    def __init__(self, error: AuditDiffersError, document: Document) -> None:
        super().__init__(error.difference.kind, error.difference.message)
        self.document = document


class Audited(Struct, frozen=True):
    """So many acts were compared; `missing` is the module that could not be imported where audits are not installed."""

    acts: int = 0
    missing: str | None = None


def audit(policy: Policy, kinds: list[Kind], season: datetime, random: Random) -> Audited:
    """Audit random cases by the policy, or sometimes by a line of versions of another.

    Raises AuditedCaseError, and DifferenceFoundError where an audit fails or judges other acts than were done.
    """
    names = [CASE, *(f"past-{number}" for number in range(1, _CASES))]  # waivers are granted to the first
    documents = {name: {**random_past(random, season, kinds), "id": name} for name in names}
    judging = _line(random, season) if chance(random, _BY_A_LINE) else policy
    if judging is None:
        return Audited()
    cases = {name: judging.case_from(document) for name, document in documents.items()}
    try:
        return Audited(AuditExaminer(judging).examine(Past(cases, judging.vocabulary)).acts)
    except AuditDiffersError as error:
        raise AuditedCaseError(error, documents[error.case or CASE]) from error
    except AuditUnavailableError as error:
        return Audited(missing=error.module)
    except NotExpressibleError:  # beyond the limits of audits, which is no difference
        return Audited()


def _line(random: Random, season: datetime) -> Policies | None:
    """Versions of a random policy with their waivers; None where they are beyond the limits of the durable matcher."""
    versions = random_line(random, season)
    waivers = random_waivers(random, versions, season)
    files = [(as_file(version), as_file(of_rules(waivers, version))) for version in versions]
    try:
        return Policies([parse_policy(policy, waivers=granted) for policy, granted in files])
    except InvalidInputError as error:
        if all(isinstance(problem, TooComplexRuleError) for problem in error.problems):
            return None
        raise
