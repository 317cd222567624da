"""Random policies over random cases: SQL and the engine give each rule one truth, and each comparison one value."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.bulk.errors import NotExpressibleError
from courtesy.errors import InvalidInputError
from courtesy.selfcheck.dice import SEASONS, dice
from courtesy.selfcheck.random_cases import random_case, random_kinds
from courtesy.selfcheck.random_policies import random_policy
from courtesy.selfcheck.shrinking import as_file
from tests.helpers.audited import against_checks, against_plans, compare
from tests.helpers.joined_selectors import joined

if TYPE_CHECKING:
    from courtesy.model.case import Case

GROUPS, POLICIES, CASES_A_POLICY = 10, 5, 400
"""So many groups of policies: together they judge more than 200,000 rules on touches."""
LEAST = 12_000
CHECKED, CASES_CHECKED = 8, 30
MIXED_GROUPS, MIXED, CASES_MIXED, LEAST_MIXED = 6, 5, 80, 1_500
OWING, CASES_OWING, LEAST_OWED = 12, 40, 100


def _drawn(
    seed: int, *, of_type: str | None = None, number: int = CASES_A_POLICY
) -> tuple[courtesy.Policy, list[Case]]:
    """A policy, where wanted only with its rules of one type, and cases with histories."""
    random = dice("audit", seed)
    season = random.choice(SEASONS)
    policy = None
    while policy is None:
        document = random_policy(random, season)
        if of_type is not None:
            document["rules"] = [rule for rule in document["rules"] if of_type in rule]
            if not document["rules"]:
                continue
        with suppress(InvalidInputError):
            policy = courtesy.parse_policy(as_file(document), "policy.yaml", matcher="native")
    kinds = random_kinds(random)
    drawn = [policy.case_from(random_case(random, season, kinds, 1)[0]) for _ in range(number)]
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
@pytest.mark.parametrize("group", range(MIXED_GROUPS))
def test_selectors_that_mean_several_kinds_agree(group: int) -> None:
    """Whatever is counted together: touches of one contact and of others, equal ones, days on anybody's clock."""
    judged = values = 0
    for seed in range(3000 + group * MIXED, 3000 + (group + 1) * MIXED):
        policy, cases = _drawn(seed, number=CASES_MIXED)
        random = dice("joined", seed)
        days = tuple(sorted({touch.at.date() for case in cases[:3] for touch in case.history or ()}))
        version = joined(policy.dated, policy.vocabulary, random, days or (date(2026, 6, 1),))
        try:
            found = compare(version, policy.vocabulary, cases)
        except NotExpressibleError as error:
            assert "ways" in str(error)  # noqa: PT017  most of them can be counted
            continue
        assert [] == found.differences[:5], seed
        judged, values = judged + found.judged, values + found.values
    assert judged >= LEAST_MIXED
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


@pytest.mark.slow
def test_audits_say_what_plans_owe() -> None:
    """Every obligation that is overdue or undetermined, with its contact, version and times, and no other."""
    judged = told = 0
    for seed in range(2000, 2000 + OWING):
        policy, cases = _drawn(seed, of_type="expect", number=CASES_OWING)
        found = against_plans(policy, cases)
        assert [] == found.differences[:5], seed
        judged, told = judged + found.judged, told + found.values
    assert judged > told > LEAST_OWED
