"""Random policies over random cases on two executors: audits say what checks and the reference say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from courtesy.selfcheck.audit_examiner import AuditExaminer, Compared
from courtesy.selfcheck.audited import Past
from tests.helpers.random_audits import known_to, random_cases, random_policies

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from courtesy import Policies, Policy
    from courtesy.bulk.results import Audit

CASES, LEAST_CHECKED = 2_000, 20_000
GROUP = 3


class _OnSpark(Past):
    """Cases that are audited on Spark."""

    def audit(self, policy: Policy | Policies) -> Audit:
        return policy.audit(self.tables, engine="spark", obligations=False)


@pytest.mark.slow
def test_audits_on_spark_say_what_checks_and_the_reference_say(spark: SparkSession) -> None:
    """The same outcome of every act, and of every finding the same status, version and measured value."""
    del spark
    policies = random_policies(GROUP)
    reader = next(policies)
    past = _OnSpark(random_cases(GROUP, CASES, reader), reader.vocabulary)
    compared, policy = Compared(0, 0), reader
    while compared.checked < LEAST_CHECKED:
        found = AuditExaminer(policy).examine(past)
        compared = Compared(compared.acts + found.acts, compared.checked + found.checked)
        policy = known_to(next(policies), reader)
