"""Random policies over random cases: SQL and the engine give each rule one truth, and each comparison one value."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.bulk.errors import NotExpressibleError
from courtesy.errors import InvalidInputError
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.shrinking import as_file
from tests.helpers.audited import against_checks, compare

if TYPE_CHECKING:
    from courtesy.model.case import Case

GROUPS, POLICIES, CASES_A_POLICY = 10, 5, 400
"""So many groups of policies: together they judge more than 200,000 rules on touches."""
LEAST = 15_000
CHECKED, CASES_CHECKED = 8, 30


def _drawn(seed: int) -> tuple[courtesy.Policy, list[Case]]:
    random = dice("audit", seed)
    season = random.choice(SEASONS)
    policy = None
    while policy is None:
        with suppress(InvalidInputError):
            policy = courtesy.parse_policy(as_file(random_policy(random, season)), "policy.yaml", matcher="native")
    kinds = random_kinds(random)
    drawn = [policy.case_from(random_case(random, season, kinds, 1)[0]) for _ in range(CASES_A_POLICY)]
    return policy, [case for case in drawn if case.history is not None]


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_sql_and_the_engine_agree_on_random_policies(group: int) -> None:
    """Every rule has the same truth on every touch, and every comparison the same value."""
    judged = values = 0
    for seed in range(group * POLICIES, (group + 1) * POLICIES):
        policy, cases = _drawn(seed)
        try:
            found = compare(policy.dated, policy.vocabulary, cases)
        except NotExpressibleError:
            continue
        assert [] == found.differences[:5], seed
        judged, values = judged + found.judged, values + found.values
    assert judged >= LEAST
    assert values > judged


@pytest.mark.slow
def test_audits_say_what_checks_say() -> None:
    """The outcome of every act, and every finding with its status, version and what was measured."""
    judged = values = 0
    for seed in range(1000, 1000 + CHECKED):
        policy, cases = _drawn(seed)
        try:
            found = against_checks(policy, cases[:CASES_CHECKED])
        except NotExpressibleError:
            continue
        assert [] == found.differences[:5], seed
        judged, values = judged + found.judged, values + found.values
    assert judged > 0 < values
