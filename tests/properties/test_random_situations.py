"""Situations are found for rules of random policies too, and hold what they claim."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import pytest

import courtesy
from courtesy.model.outcome import Status
from courtesy.review.examples.situations import Situations, statuses_in
from courtesy.review.possible import possible_statuses
from courtesy.selfcheck.dice import dice
from courtesy.selfcheck.random_policies import random_policy

SEASON = datetime(2026, 3, 10, tzinfo=UTC)
POLICIES = range(2, 7)
LEAST = 0.9
"""The share of the statuses of rules for which a situation has to be found."""
ASKED = (Status.VIOLATED, Status.SATISFIED)


@pytest.mark.slow
def test_rules_of_random_policies_are_broken_and_kept_by_situations() -> None:
    """For nine in ten of what their form does not rule out one is found, and the engine says of each what it claims."""
    asked, found = Counter[Status](), Counter[Status]()
    for seed in POLICIES:
        document = random_policy(dice("examples", seed), SEASON)
        policy = courtesy.parse_policy(json.dumps(document), "policy.json")
        made_up = Situations(policy)
        for rule in policy.compiled:
            for status in (one for one in ASKED if one in possible_statuses(rule)):
                asked[status] += 1
                situation = made_up.one(rule.rule.id, status)
                if situation is not None:
                    found[status] += 1
                    case = policy.case_from(situation.document)
                    again = policy.check_plan(case, now=situation.now, all_findings=True)
                    assert statuses_in(again)[rule.rule.id] is status
    for status in ASKED:
        assert found[status] / asked[status] >= LEAST, (status, found, asked)
