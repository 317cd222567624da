"""The earliest permitted time is exact: no earlier permitted minute is missed, and none shown is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from courtesy.instants import Instant, instant, moment
from courtesy.model.outcome import Status
from courtesy.model.policy import Level
from courtesy.values import MICROSECOND, SECOND
from tests.properties.every_minute import Trial, minutes
from tests.properties.small_policies import EFFORT, SEASONS, Document, at, cases, policy_of, rules

LONGEST = timedelta(days=21)
"""How long every minute is tried."""


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Document], Document, datetime]:
    """Rules, a case with one action, and the time of the check."""
    zone, start = draw(st.sampled_from(SEASONS))
    stated = draw(st.lists(rules(), min_size=1, max_size=3))
    case = draw(cases(zone, start))
    to = draw(st.lists(st.sampled_from(sorted(case["contacts"])), min_size=1, unique=True))
    copied = [name for name in case["contacts"] if name not in to and draw(st.booleans())]
    action = {"id": "it", "channel": "email", "purpose": "follow_up", "to": to, "cc": copied}
    planned = at(start, draw(st.sampled_from([-600, 0, 0, 90, 2000])))
    return stated, {**case, "actions": [{**action, "at": planned}]}, start


@settings(max_examples=100 * EFFORT)
@given(situation=situations())
def test_earliest_agrees_with_brute_force(situation: tuple[list[Document], Document, datetime]) -> None:
    """Every minute of three weeks before `earliest` is refused, and so is the instant before; it is not itself."""
    stated, document, now = situation
    policy = policy_of(stated)
    case = policy.case_from(document)
    trial = Trial(policy, case, case.actions[0])
    verdict = policy.check(case, now=now)
    assert verdict.outcome.refused == trial.refused(instant(verdict.at))
    if not verdict.outcome.refused:
        return
    assert verdict.earliest is None or instant(verdict.earliest) > instant(now)
    start = max(verdict.at.astimezone(UTC), now)
    if verdict.earliest is None:
        end = start + LONGEST
    else:
        earliest = instant(verdict.earliest)
        assert not trial.refused(earliest)
        for before in (earliest - MICROSECOND, earliest - SECOND):
            assert before < instant(start) or trial.refused(before)
        end = min(start + LONGEST, verdict.earliest)
    for when in minutes(start, end):
        if not trial.refused(when):
            raise AssertionError(moment(Instant(when), UTC), "is permitted before", verdict.earliest)


@settings(max_examples=60 * EFFORT)
@given(situation=situations())
def test_earliest_of_each_finding_agrees_with_brute_force(
    situation: tuple[list[Document], Document, datetime],
) -> None:
    """Each broken rule is broken for its recipient in every minute of three weeks before the time that it gives."""
    stated, document, now = situation
    whole = policy_of(stated)
    case = whole.case_from(document)
    verdict = whole.check(case, now=now)
    start = max(verdict.at.astimezone(UTC), now)
    for number, rule in enumerate(stated):
        policy = policy_of([{**rule, "level": Level.MUST.value, "id": f"random.rule-{number}"}])
        for finding in verdict.findings:
            if finding.rule_id == f"random.rule-{number}" and finding.status is Status.VIOLATED:
                recipient = () if finding.recipient is None else (finding.recipient,)
                _hold_alone(Trial(policy, case, case.actions[0], recipient), start, finding.earliest)


def _hold_alone(trial: Trial, start: datetime, earliest: datetime | None) -> None:
    if earliest is not None:
        assert not trial.refused(instant(earliest))
        before = instant(earliest) - MICROSECOND
        assert before < instant(start) or trial.refused(before)
    end = start + LONGEST if earliest is None else min(start + LONGEST, earliest)
    for when in minutes(start, end):
        if not trial.refused(when):
            raise AssertionError(moment(Instant(when), UTC), "is permitted before", earliest)
