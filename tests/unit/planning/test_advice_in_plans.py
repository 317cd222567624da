"""Alternatives leave the rest of a plan as permitted as it was."""

from __future__ import annotations

from datetime import datetime

import courtesy

POLICY = """
courtesy: 1
id: two-mails
version: 1.0.0
title: Two mails
zone: UTC
rules:
  - {id: pace.after-a-day, level: must, applies_to: {channel: email}, wait: {at_least: 1 day, after: interview}}
  - {id: pace.one-in-two-days, level: must, applies_to: {channel: email}, limit: {at_most: 1, per: 2 days}}
"""
CASE = """
zone: UTC
interview: {ended_at: 2026-11-20T12:00}
contacts: {desk: {roles: [hr]}}
actions:
  - {id: early, channel: email, purpose: follow_up, to: desk, at: 2026-11-20T18:00}
  - {id: later, channel: email, purpose: follow_up, to: desk, at: 2026-11-22T18:00}
"""
NOW = datetime.fromisoformat("2026-11-20T13:00+00:00")


def test_a_time_that_would_harm_another_action_is_not_offered() -> None:
    """The early mail may go after a day, but then the later one would be the second within two days."""
    policy = courtesy.parse_policy(POLICY, matcher="native")
    case = policy.parse_case(CASE)
    early, later = policy.check_plan(case, now=NOW, alternatives=True).actions
    assert (early.outcome, later.outcome) == ("wait", "allow")
    assert early.earliest == datetime.fromisoformat("2026-11-21T12:00+00:00")
    assert [one.change.at for one in early.alternatives or () if one.change.channel is None] == []
    alone = policy.check(case.with_actions((case.actions[0],)), "early", now=NOW, alternatives=True)
    assert early.earliest in [one.change.at for one in alone.alternatives or ()]


def test_advice_ends_with_the_last_version() -> None:
    """From the earliest time to the end of the last version it is night, so that no other time can be offered."""
    until = "{until: 2026-11-22}"
    policy = courtesy.parse_policy(f"{POLICY}valid: {until}\n", matcher="native")
    case = policy.parse_case(CASE.replace("2026-11-20T12:00", "2026-11-20T23:00"))
    early = policy.check(case.with_actions((case.actions[0],)), "early", now=NOW, alternatives=True)
    assert early.earliest == datetime.fromisoformat("2026-11-21T23:00+00:00")
    assert {one.change.at for one in early.alternatives or ()} == {None}
