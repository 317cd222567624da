"""Timetables are exact: what they say of any minute is what a check at that minute says, and their edges are sharp."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from courtesy import Action, Outcome
from courtesy.instants import Instant, instant, moment
from courtesy.values import MICROSECOND, SECOND
from tests.properties.every_minute import REFUSED, Meaning, Trial, minutes
from tests.properties.small_policies import EFFORT, SEASONS, Document, cases, policy_of, rules

if TYPE_CHECKING:
    from courtesy.model.timetable import Stretch

LONGEST = timedelta(days=16)
"""How long windows are tried minute by minute."""
BEYOND = timedelta(days=14)
"""How long after them nothing may be permitted before the time that is given."""
FAR = timedelta(days=400)
CHECKED = 25
"""How many windows of one act are held against real checks."""

LENGTHS = st.one_of(st.integers(1, 3 * 24 * 60), st.just(int(LONGEST.total_seconds()) // 60))


def _meaning(window: Stretch) -> Meaning:
    refused = window.outcome.refused
    return Meaning(REFUSED if refused else window.outcome.value, window.rules)


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Document], Document, datetime, datetime, tuple[str, ...]]:
    """Rules, a case, the time and the end of the windows, and to whom the act goes."""
    zone, start = draw(st.sampled_from(SEASONS))
    stated = draw(st.lists(rules(), min_size=1, max_size=4))
    case = draw(cases(zone, start))
    to = draw(st.lists(st.sampled_from(sorted(case["contacts"])), min_size=1, unique=True))
    return stated, case, start, start + timedelta(minutes=draw(LENGTHS)), tuple(to)


@settings(max_examples=60 * EFFORT)
@given(situation=situations())
def test_windows_agree_with_brute_force(
    situation: tuple[list[Document], Document, datetime, datetime, tuple[str, ...]],
) -> None:
    """Every minute, and both sides of every edge, come to what their window says; `then` is the first time after."""
    stated, document, now, until, to = situation
    policy = policy_of(stated)
    case = policy.case_from(document)
    action = Action(id="it", channel="email", purpose="follow_up", to=to)
    found = policy.windows(case, action, now=now, until=until)
    trial = Trial(policy, case, action)

    windows = found.windows
    assert (instant(now), instant(until)) == (instant(windows[0].start), instant(windows[-1].end))
    for one, following in pairwise(windows):
        assert instant(one.end) == instant(following.start)
        assert (one.outcome, one.rules) != (following.outcome, following.rules)
    for window in windows:
        first, last = instant(window.start), instant(window.end) - MICROSECOND
        assert first <= last
        for at in (first, first + SECOND, last - SECOND, last):
            if first <= at <= last:
                assert _meaning(window) == trial.at(at), moment(Instant(at), UTC)

    place, end = 0, instant(windows[0].end)
    for at in minutes(now, until):
        if at >= end:
            place += 1
            end = instant(windows[place].end)
        if _meaning(windows[place]) != trial.at(at):
            raise AssertionError(moment(Instant(at), UTC), windows[place], trial.at(at))

    _hold_to_then(trial, windows, until, found.then)
    for window in windows[:CHECKED]:
        verdict = policy.check(case, replace(action, at=window.start), now=now)
        if window.outcome is not Outcome.WAIT or verdict.outcome is not Outcome.DENY:  # beyond ten years of one of them
            assert window.outcome is verdict.outcome


def _hold_to_then(trial: Trial, windows: tuple[Stretch, ...], until: datetime, then: datetime | None) -> None:
    """`then` is exact, and refused windows are `wait` where the act is permitted later and `deny` where it is not."""
    closed = windows[-1].outcome.refused
    if then is None:
        end = until + BEYOND if closed else until
    else:
        assert closed
        assert until <= then <= until + FAR
        assert not trial.refused(instant(then))
        assert then == until or trial.refused(instant(then) - MICROSECOND)
        assert then == until or trial.refused(instant(then) - SECOND)
        end = min(until + BEYOND, then)
    for at in minutes(until, end):
        if not trial.refused(at):
            raise AssertionError(moment(Instant(at), UTC), "is permitted before `then`", then)
    later = then is not None
    for window in reversed(windows):
        if window.outcome.refused:
            assert (Outcome.WAIT if later else Outcome.DENY) is window.outcome
        else:
            later = True
