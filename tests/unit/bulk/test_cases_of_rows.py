"""Cases become rows, and rows cases, without a loss."""

from __future__ import annotations

import courtesy
from courtesy.bulk.cases import case_of
from courtesy.bulk.intake import columns_of
from courtesy.bulk.rows import rows_of
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.shrinking import as_file
from tests.helpers.compared_audits import with_ids


def test_a_case_is_the_same_after_it_was_rows() -> None:
    """Random cases that were put into rows come out as they were: contacts, facts and touches."""
    random = dice("rows", 1)
    policy = courtesy.parse_policy(as_file(random_policy(random, SEASONS[0])), "policy.yaml", matcher="native")
    columns = columns_of(policy.vocabulary)
    kinds = random_kinds(random)
    seen = 0
    for _ in range(60):
        read = policy.case_from(random_case(random, SEASONS[0], kinds, 1)[0])
        if read.history is None:
            continue
        case = with_ids(read)
        listed = rows_of([("c", case)], policy.vocabulary)
        (of_case,), contacts, touches = (
            [dict(zip(columns[name], row, strict=True)) for row in getattr(listed, name)] for name in columns
        )
        again = case_of(of_case, contacts, touches, policy.vocabulary)
        assert case.contacts == again.contacts
        assert case.facts == again.facts
        assert case.history == again.history
        assert (case.zone, case.candidate_zone) == (again.zone, again.candidate_zone)
        seen += len(listed.touches)
    assert seen > 60
