"""What has passed, what is done, and what is later than now, from Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import courtesy

NOW = datetime(2026, 11, 27, 16, tzinfo=UTC)
POLICY = courtesy.parse_policy(
    "{courtesy: 1, id: weekly, version: 1.0.0, title: Weekly, rules: "
    "[{id: one.mail, level: must, limit: {at_most: 1, per: 7 days, counting: {channel: email}}}]}",
    "policy.yaml",
    matcher="native",
)


def _case(*touches: tuple[str | None, datetime], actions: tuple[dict[str, Any], ...] = ()) -> courtesy.Case:
    history = [
        {"channel": "email", "to": "hr", "at": at} | ({} if name is None else {"id": name}) for name, at in touches
    ]
    return POLICY.case_from({"zone": "UTC", "contacts": {"hr": {}}, "history": history, "actions": [*actions]})


def _asked(case: courtesy.Case) -> dict[str, Any]:
    action = case.propose("email", to=("hr",))
    return {
        "check": lambda **how: POLICY.check(case, action, now=NOW, **how),
        "check_plan": lambda **how: POLICY.check_plan(case.with_actions((action,)), now=NOW, **how),
        "obligations": lambda **how: POLICY.obligations(case, now=NOW, **how),
        "alternatives": lambda **how: POLICY.check(case, action, now=NOW, alternatives=True, **how),
        "windows": lambda **how: POLICY.windows(case, action, now=NOW, **how),
        "plan": lambda **how: POLICY.plan(case, now=NOW, **how),
        "next_steps": lambda **how: POLICY.next_steps(case, now=NOW, **how),
    }


@pytest.mark.parametrize("question", sorted(_asked(_case())))
def test_a_touch_later_than_now_is_an_error_unless_one_looks_back(question: str) -> None:
    """Every question names the place of the touch in the history as it was given; looking back it is left out."""
    case = _case((None, NOW + timedelta(seconds=1)), (None, NOW - timedelta(days=30)))
    with pytest.raises(courtesy.InvalidInputError) as raised:
        _asked(case)[question]()
    (problem,) = raised.value.problems
    assert ("future-touch", ("history", 0, "at")) == (problem.code, problem.path)
    _asked(case)[question](as_of=True)
    _asked(_case((None, NOW)))[question]()


def test_what_is_done_is_not_permitted_again() -> None:
    """An act that the history has is judged as of its touch, has no other way, and is not to be done once more."""
    case = _case(("it", NOW - timedelta(days=1)), actions=({"id": "it", "channel": "email", "to": "hr"},))
    verdict = POLICY.check(case, now=NOW, alternatives=True)
    assert (courtesy.Outcome.ALLOW, False, ()) == (verdict.outcome, verdict.permitted, verdict.alternatives)
    assert NOW - timedelta(days=1) == verdict.done_at == verdict.at
    assert () == POLICY.plan(case, now=NOW).actions


def test_windows_of_what_is_done_are_those_for_doing_it_again() -> None:
    """When an act that is done may be done again, its own touch counts."""
    case = _case(("it", NOW - timedelta(days=1)), actions=({"id": "it", "channel": "email", "to": "hr"},))
    found = POLICY.windows(case, "it", now=NOW)
    assert NOW + timedelta(days=6) == found.open[0].start


def test_an_act_that_nobody_named_is_new() -> None:
    """An id that is made up is borne by nothing else in the case."""
    case = _case(("proposed", NOW - timedelta(days=1)))
    action = case.propose("email", to=("hr",))
    verdict = POLICY.check(case, action, now=NOW)
    assert ("proposed-2", None, courtesy.Outcome.WAIT) == (verdict.id, verdict.done_at, verdict.outcome)


def test_holding_until_the_earliest_time_ends() -> None:
    """Whoever waits until the earliest time and asks again is permitted then, whenever the act was planned."""
    case = _case((None, NOW - timedelta(days=1)), actions=({"id": "it", "channel": "email", "to": "hr", "at": NOW},))
    first = POLICY.check(case, now=NOW)
    assert first.earliest is not None
    assert first.earliest > NOW
    again = POLICY.check(case, now=first.earliest)
    assert (courtesy.Outcome.ALLOW, NOW) == (again.outcome, again.planned_at)
    assert ["time-passed"] == [notice.code for notice in again.notices]


@pytest.mark.parametrize("field", ["channel", "purpose", "outcome", "event"])
def test_a_word_near_a_known_one_is_an_error(field: str) -> None:
    """A touch with a word that is nearly a known one names what was probably meant, as data."""
    near = {"channel": "e_mail", "purpose": "folow_up", "outcome": "bounce", "event": "stop_requst"}[field]
    touch = {"channel": "email", "direction": "inbound", "from": "hr", "event": "reply", "at": NOW} | {field: near}
    with pytest.raises(courtesy.InvalidInputError) as raised:
        POLICY.case_from({"zone": "UTC", "contacts": {"hr": {}}, "history": [touch]})
    (problem,) = raised.value.problems
    meant = {"channel": "email", "purpose": "follow_up", "outcome": "bounced", "event": "stop_request"}[field]
    assert (("history", 0, field), meant) == (problem.path, problem.suggestion)


def test_words_that_nobody_knows_are_told() -> None:
    """A word that is near nothing is told in a notice that counts the touches."""
    history = [{"channel": "pigeon", "to": "hr", "at": NOW}] * 2
    case = POLICY.case_from({"zone": "UTC", "contacts": {"hr": {}}, "history": history})
    (notice,) = POLICY.check(case, case.propose("email", to=("hr",)), now=NOW).notices
    assert "unknown-word" == notice.code
    assert notice.message.startswith("2 touches have the channel `pigeon`, which neither Courtesy nor the policy knows")
