"""Which statuses a rule can have is one answer: by its form, and by the ways in which examples are looked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import courtesy
from courtesy.model.outcome import Status
from courtesy.model.requirement import is_of_plan
from courtesy.review.examples.ways import ways_to
from courtesy.review.possible import possible_statuses
from courtesy.selfcheck.dice import dice
from courtesy.selfcheck.random_policies import random_policy

SEASON = datetime(2026, 3, 10, tzinfo=UTC)
V, S, N, U = Status.VIOLATED, Status.SATISFIED, Status.NOT_APPLICABLE, Status.UNDETERMINED
HEAD = "{courtesy: 1, id: p, version: 1.0.0, title: P, zone: UTC, rules: [{id: a.b, level: must, %s}]}"


@pytest.mark.parametrize("seed", range(40))
def test_the_form_and_the_ways_agree(seed: int) -> None:
    """For every rule of a random policy there is a way to each status that its form permits, and to no other."""
    policy = courtesy.parse_policy(
        json.dumps(random_policy(dice("examples", seed), SEASON)), "p.json", matcher="native"
    )
    for rule in policy.compiled:
        timeless = is_of_plan(rule.requirement) and rule.requirement.due is None
        wanted = {V, S, N, U} - ({V} if timeless else set())
        reached = {status for status in wanted if next(ways_to(rule, status), None) is not None}
        assert reached == set(possible_statuses(rule)), rule.rule.id


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("forbid: true", {V}),
        ("applies_to: {channel: sms}, forbid: true", {V, N}),
        ("applies_to: {interview.format: video}, forbid: true", {V, N, U}),
        ("applies_to: {interview.format: video}, unless: {recipient.met: true}, forbid: true", {V, S, N, U}),
        ("require: {interview.format: video}", {V, S, U}),
        ("require: {all: [{interview.format: video}, {not: {interview.format: video}}]}", {V, U}),
        ("require: {any: [{interview.format: video}, {not: {interview.format: video}}]}", {S, U}),
        ("applies_to: {interview.format: video}, require: {interview.format: video}", {S, N, U}),
        ("expect: {act: {channel: phone}, for_each: interviewer}", {S, N, U}),
        ("expect: {act: {channel: phone}, within: 2 days, for_each: interviewer}", {V, S, N, U}),
    ],
)
def test_forms_and_what_they_permit(stated: str, expected: set[Status]) -> None:
    """What a rule can come to follows from its form; a comparison that stands there twice is one."""
    (rule,) = courtesy.parse_policy(HEAD % stated, matcher="native").compiled
    assert expected == set(possible_statuses(rule))
