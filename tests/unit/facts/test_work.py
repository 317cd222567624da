"""How much is done, counted instead of timed: each touch is looked at once, and an act reads what can apply to it."""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from courtesy.api.policies import parse_policy
from courtesy.facts.sheet import Deriver
from courtesy.facts.touch_matching import TouchMatcher
from courtesy.instants import Instant, moment
from courtesy.model.almanac import Almanac, WorkCalendar
from courtesy.model.case import Action
from courtesy.model.predicate import (
    AllHistory,
    CalendarPeriod,
    Count,
    Period,
    Rolling,
    Selector,
    TimeAfter,
    TouchTime,
    Which,
)
from courtesy.values import DAY, HOUR, MINUTE
from tests.helpers.work import calls_of
from tests.unit.facts.fact_helpers import NOT_VOID, at, duration, occasion, touch

if TYPE_CHECKING:
    from courtesy.facts.scene import Scene
    from courtesy.model.case import Touch
    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Term

NOW = at("2026-11-30T10:00")
SELECTOR = Selector((NOT_VOID,))
ALMANAC = Almanac(calendar=WorkCalendar("US"))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Touch]:
    """The touches that selectors look at, each as often as it is looked at."""
    looked_at: list[Touch] = []
    judge = TouchMatcher.judged

    def counting(self: TouchMatcher, touch: Touch, scene: Scene) -> bool | None:
        looked_at.append(touch)
        return judge(self, touch, scene)

    monkeypatch.setattr(TouchMatcher, "judged", counting)
    return looked_at


def dense_history(size: int, *, to: str = "anna") -> Occasion:
    """An act after so many touches, a minute apart."""
    start = moment(Instant(NOW - size * MINUTE), UTC)
    touches = tuple(touch((start + timedelta(minutes=number)).isoformat(), to=(to,)) for number in range(size))
    return occasion(NOW, history=touches)


def derived(term: Term, of: Occasion) -> None:
    """Derive a term for one occasion."""
    Deriver((term,)).derive(of)


@pytest.mark.parametrize(
    "window",
    [
        Rolling(duration("7 days")),
        Rolling(duration("48 hours")),
        Rolling(duration("7 dates")),
        CalendarPeriod(Period.MONTH),
    ],
    ids=str,
)
def test_a_touch_is_looked_at_once_however_often_it_is_counted(window: Any, judged: list[Touch]) -> None:
    """Counts in whatever window and at whatever time look at the touches of a history once for each selector."""
    of = dense_history(50)
    for hours in range(40):
        derived(Count(SELECTOR, window, threshold=3, almanac=ALMANAC), replace(of, at=Instant(of.at + hours * HOUR)))
    assert len(judged) == 50


def test_touches_of_others_are_not_looked_at(judged: list[Touch]) -> None:
    """What is asked about one contact reads the touches that concern it, however many there are of others."""
    derived(Count(SELECTOR, AllHistory(), threshold=3, almanac=ALMANAC), dense_history(50, to="hr"))
    assert judged == []


def test_a_touch_more_is_the_only_one_looked_at(judged: list[Touch]) -> None:
    """A history that grows at its end keeps what is known of it, so that a plan looks at each of its acts once."""
    of = dense_history(50)
    grown = of.history
    assert grown is not None
    for number in range(20):
        grown = grown.with_touch(touch(moment(Instant(NOW + number * MINUTE), UTC).isoformat()))
        derived(
            Count(SELECTOR, AllHistory(), threshold=3, almanac=ALMANAC),
            replace(of, history=grown, at=Instant(NOW + DAY)),
        )
    assert len(judged) == 70


@pytest.mark.parametrize("which", Which)
def test_first_and_last_are_found_without_a_search(which: Which, judged: list[Touch]) -> None:
    """The first and the last touch that match are found from what counts found."""
    of = dense_history(50)
    for _ in range(3):
        derived(TimeAfter(TouchTime(which, SELECTOR), duration("7 days"), ALMANAC), of)
    derived(Count(SELECTOR, AllHistory(), threshold=3, almanac=ALMANAC), of)
    assert len(judged) == 50


def test_the_work_of_a_check_grows_as_its_history() -> None:
    """Twice the touches, a minute apart and all in the windows that refuse the act, take about twice the work."""
    small, large = (calls_of(partial(refused_after, size)) for size in (200, 400))
    assert large < 2.4 * small


def refused_after(size: int) -> None:
    """Check an act that has to wait until nearly all touches of a dense history have left the window."""
    of = dense_history(size)
    head = b"courtesy: 1\nid: x\nversion: 1.0.0\ntitle: x\nrules:\n"
    limit = b" - {id: a.b, level: must, limit: {at_most: 2, per: 7 days, counting: {channel: email}}}\n"
    verdict = parse_policy(head + limit, "a.yaml", matcher="native").check(of.case, of.action, now=moment(NOW, UTC))
    assert verdict.earliest == moment(Instant(NOW + 7 * DAY - 2 * MINUTE), UTC)


@pytest.mark.no_cover
def test_rules_on_other_channels_are_not_in_an_acts_profile() -> None:
    """A thousand rules on other channels leave the profile of an e-mail, and what is derived for it, as they are."""
    head = b"courtesy: 1\nid: x\nversion: 1.0.0\ntitle: x\nrules:\n"
    mail = b" - {id: a.b, level: must, applies_to: {channel: email}, wait: {at_least: 7 days, after: interview}}\n"
    others = b"".join(
        b" - {id: a.r%d, level: must, applies_to: {channel: phone}, wait: {at_least: %d days, after: interview}}\n"
        % (n, n)
        for n in range(1_000)
    )
    policy = parse_policy(head + mail + others, "a.yaml", matcher="native")
    act = Action(id="act", channel="email", to=("anna",))
    profile = policy.dated.profiles.of(act)
    assert [rule.rule.id for rule in profile.rules] == ["a.b"]
    assert len(profile._places) == 2  # the channel and the time since the interview
    assert len(policy.dated.profiles.of(replace(act, channel="phone")).rules) == 1_000
