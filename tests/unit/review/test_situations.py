"""Situations made up for the rules of the shipped policy and of the example agency."""

from __future__ import annotations

from pathlib import Path

import pytest

import courtesy
from courtesy.model.outcome import Status
from courtesy.model.rule_parts import POSITIONS, Sight
from courtesy.review.examples.situations import STATUSES, Situations, statuses_in

AGENCY = Path("examples/agency")
NEVER = {
    # Channels are always known, so that what only asks for the channel is never undecided, nor kept where it forbids.
    "prohibitions.no-text-messages": {Status.SATISFIED, Status.UNDETERMINED},
    "prohibitions.no-social-messages": {Status.SATISFIED, Status.UNDETERMINED},
    # They are about every action.
    "timing.after-the-interview": {Status.NOT_APPLICABLE},
    "prohibitions.respect-a-stop": {Status.NOT_APPLICABLE},
    # Without a deadline nothing is overdue.
    "obligations.connect-on-linkedin": {Status.VIOLATED},
    "obligations.call-at-least-once": {Status.VIOLATED, Status.NOT_APPLICABLE},  # and it is owed in every case
}
"""The statuses that a rule cannot have, with the reason."""


def _policy(name: str) -> courtesy.Policy:
    if "/" not in name:
        return courtesy.load_policy(name)
    return courtesy.load_policy(AGENCY / name, project=courtesy.load_project(AGENCY / "courtesy.yaml"))


def _holds(policy: courtesy.Policy, statuses: tuple[Status, ...], *, own: bool = False) -> None:
    """Each rule gets each status that it can have, and the engine says so again of the document that is told.

    With `own` only the rules are looked at that the policy adds or changes.
    """
    made_up = Situations(policy)
    for rule in policy.rules:
        if own and policy.source.author not in {rule.author, rule.changed_by}:
            continue
        for status in statuses:
            found = made_up.one(rule.id, status)
            assert (rule.id, status, found is not None) == (rule.id, status, status not in NEVER.get(rule.id, ()))
            if found is not None:
                again = policy.check_plan(policy.case_from(found.document), now=found.now, all_findings=True)
                assert statuses_in(again).get(rule.id, Status.NOT_APPLICABLE) is status
                assert found.broken == ()


def test_every_rule_of_hire_wire_is_broken_and_kept_by_a_situation() -> None:
    """For each rule there is a situation that breaks it and no other rule, and one that keeps it, and all others."""
    _holds(_policy("hire-wire"), (Status.VIOLATED, Status.SATISFIED))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["policies/london-1.0.yaml", "policies/northgate-1.1.yaml"])
def test_every_rule_of_an_agency_gets_every_status_that_it_can_have(name: str) -> None:
    """In versions for a stretch of time, of rules that are changed, and with facts and channels of their own, too."""
    _holds(_policy(name), STATUSES, own=True)


@pytest.mark.slow
def test_every_rule_of_hire_wire_gets_every_status_that_it_can_have() -> None:
    """The plainest situation of each status breaks no other rule."""
    _holds(_policy("hire-wire"), STATUSES)


def test_situations_are_the_same_each_time() -> None:
    """Nothing about them is left to chance or to the clock."""
    policy = _policy("hire-wire")
    for rule in ("timing.email-after-a-week", "content.short"):
        first, second = (Situations(policy).one(rule, Status.VIOLATED) for _ in range(2))
        assert first == second


@pytest.mark.parametrize(
    ("rule", "path", "at"),
    [
        ("timing.email-after-a-week", "wait.at_least", "2026-09-22T15:30:00"),
        ("timing.phone-in-business-hours", "hours.from", "T09:00:00"),
    ],
)
def test_a_time_bound_is_met_to_the_second(rule: str, path: str, at: str) -> None:
    """At a bound is exactly at it; before and after it are found, too."""
    found = Situations(_policy("hire-wire")).around(rule, path)
    assert tuple(found) == POSITIONS
    assert None not in found.values()
    assert found[Sight.AT] is not None
    assert found[Sight.AT].document["actions"][0]["at"].endswith(at)


@pytest.mark.parametrize(
    ("rule", "path", "statuses"),
    [
        ("timing.email-after-a-week", "wait.at_least", ("violated", "satisfied", "satisfied")),
        ("timing.thank-you-within-a-day", "deadline.at_most", ("satisfied", "satisfied", "violated")),
        ("frequency.persistent-contact", "limit.at_most", ("satisfied", "satisfied", "violated")),
        ("frequency.email-once-a-week", "limit.per", ("violated", "satisfied", "satisfied")),
        ("content.short", "require.message.words.at_most", ("satisfied", "satisfied", "violated")),
        ("obligations.thank-you-note", "expect.within", (None, None, "violated")),
    ],
)
def test_a_bound_divides_what_breaks_the_rule_from_what_keeps_it(
    rule: str, path: str, statuses: tuple[str | None, ...]
) -> None:
    """What is shown before, at and after a bound stands as the rule says."""
    made_up = Situations(_policy("hire-wire"))
    for (sight, found), status in zip(made_up.around(rule, path).items(), statuses, strict=True):
        assert (sight, found is None) == (sight, False)
        assert found is None or found.status == status
