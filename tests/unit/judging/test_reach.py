"""Nothing is shown as permitted where the version does not hold, and nobody says never who does not know."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

import courtesy
from courtesy.facts.outlook import Outlook
from courtesy.instants import Instant, instant
from courtesy.judging.occasions import occasions_of
from tests.helpers.work import calls_of

NOW = datetime.fromisoformat("2026-11-23T09:00:00-05:00")
WEEK = {"wait": {"at_least": "7 days", "after": "interview"}}
LONG = {"wait": {"at_least": "2 years", "after": "interview"}}
SHUT = {"hours": {"from": "09:00", "to": "10:00", "holidays": False}}
CLOSED = {"closed": "2026-01-01/2037-12-31", "defaults": {"calendar": "US"}}
NO_TEXTS = {"applies_to": {"channel": "email"}, "forbid": True}


def policy_of(*rules: dict[str, Any], **manifest: object) -> courtesy.Policy:
    """A policy of New York with these `must`s."""
    whole = {
        "courtesy": 1,
        "id": "northgate",
        "version": "1.0.0",
        "title": "Northgate",
        "zone": "America/New_York",
        "rules": [{"id": f"a.rule-{n}", "level": "must", **rule} for n, rule in enumerate(rules)],
        **manifest,
    }
    stated = {key: value for key, value in whole.items() if value is not None}
    return courtesy.parse_policy(json.dumps(stated).encode(), "policy.json", matcher="native")


def case_of(policy: courtesy.Policy, at: str = "2026-11-23T10:00:00-05:00", **contact: object) -> courtesy.Case:
    """An e-mail at a time, three days after an interview."""
    return policy.case_from(
        {
            "zone": "America/New_York",
            "interview": {"ended_at": "2026-11-20T15:30:00-05:00"},
            "contacts": {"desk": {"roles": ["interviewer"], **contact}},
            "actions": [{"id": "it", "channel": "email", "purpose": "follow_up", "to": "desk", "at": at}],
        }
    )


def codes(of: courtesy.Verdict | courtesy.Timetable | courtesy.Plan) -> list[str]:
    """The codes of the notices."""
    return [notice.code for notice in of.notices]


@pytest.mark.parametrize(("until", "earliest"), [("2026-11-28", "2026-11-27T15:30:00-05:00"), ("2026-11-27", None)])
def test_an_earliest_time_lies_within_the_version(until: str, earliest: str | None) -> None:
    """A time beyond the end of the version is not given, of a rule neither; a notice says until when it holds."""
    policy = policy_of(WEEK, valid={"until": until})
    verdict = policy.check(case_of(policy), now=NOW)
    found = None if earliest is None else datetime.fromisoformat(earliest)
    assert (found, found) == (verdict.earliest, verdict.findings[0].earliest)
    assert verdict.outcome is (courtesy.Outcome.DENY if found is None else courtesy.Outcome.WAIT)
    assert codes(verdict) == ([] if found else ["version-ends"])
    if found is None:
        assert "Version 1.0.0 of northgate is valid until Friday 27 November 2026" in verdict.notices[0].message


def test_a_stretch_that_ends_later_is_closed_for_now_only() -> None:
    """A period that is closed to its end is `wait` where a later time is known, and `deny` where there is none."""
    until = datetime.fromisoformat("2026-11-24T09:00:00-05:00")
    for rule, outcome, after in ((WEEK, "wait", "2026-11-27T15:30:00-05:00"), (NO_TEXTS, "deny", None)):
        policy = policy_of(rule)
        shown = policy.windows(case_of(policy), "it", now=NOW, until=until)
        assert [outcome] == [window.outcome for window in shown.windows]
        assert (None if after is None else datetime.fromisoformat(after)) == shown.then


def test_a_version_holds_in_its_own_zone() -> None:
    """The last second of the last day is the policy's; without a zone of its own it is that of UTC."""
    for zone, last, first in (
        ({}, "2026-11-24T23:59:59-05:00", "2026-11-25T00:00:00-05:00"),
        ({"zone": None}, "2026-11-24T23:59:59+00:00", "2026-11-25T00:00:00+00:00"),
    ):
        policy = policy_of(NO_TEXTS, valid={"until": "2026-11-25"}, **zone)
        assert policy.check(case_of(policy, last), now=NOW).outcome is courtesy.Outcome.DENY
        with pytest.raises(courtesy.OutsideValidityError):
            policy.check(case_of(policy, first), now=NOW)


def test_what_breaks_a_rule_at_every_hour_is_known_to_last() -> None:
    """Where something else than the time is enough to break a rule nobody need look for a time, and never is said."""
    policy = policy_of(
        {"forbid": {"any": [{"action.channel": "email"}, {"action.local_time": {"less_than": "09:00"}}]}}
    )
    verdict = policy.check(case_of(policy, "2026-11-24T08:00:00-05:00"), now=NOW)
    assert (verdict.outcome, codes(verdict)) == (courtesy.Outcome.DENY, [])


def test_what_is_forbidden_at_all_times_needs_no_notice() -> None:
    """Where one rule can never be kept it does not matter when the version ends, or how far anybody looked."""
    policy = policy_of(WEEK, NO_TEXTS, SHUT, valid={"until": "2026-11-25"}, **CLOSED)
    assert codes(policy.check(case_of(policy), now=NOW)) == []


def test_alternatives_lie_within_the_version() -> None:
    """No other time is proposed that lies beyond the end of the version, nor `or later` where that would."""
    whole, short = policy_of(WEEK), policy_of(WEEK, valid={"until": "2026-11-28"})
    ended = policy_of(WEEK, valid={"until": "2026-11-26"})
    said = [one.description for one in whole.check(case_of(whole), now=NOW, alternatives=True).alternatives or ()]
    assert any("or later" in text for text in said)
    shorter, none = (one.check(case_of(one), now=NOW, alternatives=True).alternatives or () for one in (short, ended))
    assert not any("or later" in one.description for one in shorter)
    assert all(one.change.at is None for one in none)


def test_windows_and_plans_say_where_the_version_ends() -> None:
    """What is cut at the end of the version says so, and no later time is promised."""
    policy = policy_of(WEEK, valid={"until": "2026-11-26"})
    case = case_of(policy)
    timetable = policy.windows(case, "it", now=NOW)
    assert (timetable.until.isoformat(), timetable.then) == ("2026-11-26T00:00:00-05:00", None)
    assert codes(timetable) == ["version-ends"]
    assert codes(policy.plan(case, now=NOW)) == ["version-ends"]
    longer = policy_of(WEEK, valid={"until": "2027-11-26"})
    assert codes(longer.windows(case_of(longer), "it", now=NOW)) == []


def test_a_search_that_gave_up_says_how_far_it_looked() -> None:
    """An office that is closed for eleven years may open after them: nobody says never."""
    policy = policy_of(SHUT, **CLOSED)
    verdict = policy.check(case_of(policy), now=NOW)
    assert (verdict.outcome, verdict.earliest) == (courtesy.Outcome.DENY, None)
    assert codes(verdict) == ["search-gave-up"]
    assert "up to Sunday 23 November 2036" in verdict.notices[0].message
    assert codes(policy.windows(case_of(policy), "it", now=NOW)) == ["search-gave-up"]


def test_the_end_of_a_wait_needs_no_search() -> None:
    """What opens in two years is found, and windows say the same."""
    policy = policy_of(LONG)
    verdict = policy.check(case_of(policy), now=NOW)
    assert verdict.earliest == datetime.fromisoformat("2028-11-20T15:30:00-05:00")
    assert policy.windows(case_of(policy), "it", now=NOW).then == verdict.earliest


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ({"forbid": {"action.local_time": {"at_least": "00:00"}}}, 700),
        ({"hours": {"from": "09:00", "to": "10:00", "not_on": "2026-01-01/2037-12-31"}}, 700),
        ({"forbid": {"any": [{"action.business_day": True}, {"action.business_day": False}]}}, 4000),
        (LONG, 2),
    ],
)
def test_weeks_that_are_alike_are_looked_at_once(rule: dict[str, Any], most: int) -> None:
    """Ten years of daily readings are thousands of times; only those of weeks that differ are tried."""
    policy = policy_of(rule, defaults={"calendar": "US"})
    case = case_of(policy)
    occasions = occasions_of(case, case.actions[0], case.history, Instant(instant(NOW)))
    leaves = [(leaf, occasions[0]) for leaf in policy.compiled[0].time_dependent]
    tried = sum(1 for _ in Outlook(leaves, occasions[0].at).changes())
    assert tried <= most


def test_the_deciding_zone_is_named() -> None:
    """Of several plausible zones the finding names the one that holds longest, in whatever order they are listed."""
    policy = policy_of({"hours": {"from": "08:00", "to": "21:00"}})
    at = "2026-11-24T08:30:00-05:00"
    for zones in (["America/New_York", "America/Los_Angeles"], ["America/Los_Angeles", "America/New_York"]):
        (finding,) = policy.check(case_of(policy, at, zones=zones), now=NOW).findings
        assert finding.zone == "America/Los_Angeles"
        assert "05:30 PST" in finding.message
        assert "judged in America/Los_Angeles" in finding.message
    (alone,) = policy.check(case_of(policy, "2026-11-24T07:30:00-05:00", zone="America/New_York"), now=NOW).findings
    assert alone.zone is None


@pytest.mark.parametrize("days", [{}, {"days": ["mon-fri"]}])
def test_zones_that_never_overlap_are_given_up_on_in_good_time(days: dict[str, Any]) -> None:
    """Hours that are never open in both zones are followed for ten years with the work of some weeks."""
    policy = policy_of({"hours": {"from": "09:00", "to": "17:00", **days}})
    case = case_of(policy, zones=["America/New_York", "Asia/Tokyo"])
    verdict = policy.check(case, now=NOW)
    assert (verdict.outcome, codes(verdict)) == (courtesy.Outcome.DENY, ["search-gave-up"])
    calls_of(lambda: policy.check(case, now=NOW), at_most=400_000)


def test_what_is_left_out_of_a_plan_is_not_put_off_beyond_the_version() -> None:
    """An act that would be permitted after the end of the version has no earliest time."""
    owed = {"level": "should", "expect": {"act": {"channel": "email"}}}
    for until, expected in (("2026-11-26", None), ("2027-11-26", "2026-11-27")):
        policy = policy_of(WEEK, owed, valid={"until": until})
        end = datetime.fromisoformat("2026-11-25T09:00:00-05:00")
        plan = policy.plan(case_of(policy).with_actions(()), now=NOW, until=end)
        earliest = None if plan.conflict is None else plan.conflict.earliest
        assert expected == (None if earliest is None else earliest.date().isoformat())
