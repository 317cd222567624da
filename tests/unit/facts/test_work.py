"""How much is read, counted instead of timed: a count reads its window, and an act only the rules that can apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fact_helpers import NOT_VOID, at, duration, occasion, touch
from msgspec.structs import replace

from courtesy.api.policies import parse_policy
from courtesy.facts.boundaries import boundaries
from courtesy.facts.sheet import Deriver
from courtesy.instants import Instant
from courtesy.model.case import Action
from courtesy.model.predicate import (
    Almanac,
    AtLeast,
    CalendarPeriod,
    Count,
    Period,
    Rolling,
    Selector,
    TimeAfter,
    TouchTime,
    Which,
)
from courtesy.model.vocabulary import BUILT_IN
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Term

NOW = at("2026-11-30T10:00")
OLD, RECENT = 10_000, 5
SELECTOR = Selector((NOT_VOID,))
ALMANAC = Almanac(calendar="US")


class Counted(tuple[Any, ...]):
    """Touches that count how many of them are read."""

    __slots__ = ()
    read = 0

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        Counted.read += len(found) if isinstance(place, slice) else 1
        return found

    def __iter__(self) -> Iterator[Any]:
        for item in super().__iter__():
            Counted.read += 1
            yield item


@pytest.fixture(scope="module")
def long_history() -> Occasion:
    """An act after ten thousand touches that are long past and a few of the last days."""
    old = [touch("2026-03-01T09:00") for _ in range(OLD)]
    recent = [touch(f"2026-11-{26 + day}T09:00") for day in range(RECENT)]
    found = occasion(NOW, history=(*old, *recent))
    assert found.history is not None
    return replace(found, history=replace(found.history, touches=Counted(found.history.touches)))


def touches_read(term: Term, of: Occasion) -> int:
    """How many touches deriving a term reads."""
    deriver = Deriver((term,), BUILT_IN)
    Counted.read = 0
    deriver.derive(of)
    return Counted.read


@pytest.mark.parametrize(
    "window",
    [
        Rolling(duration("7 days")),
        Rolling(duration("48 hours")),
        Rolling(duration("7 dates")),
        CalendarPeriod(Period.WEEK),
        CalendarPeriod(Period.MONTH),
    ],
    ids=str,
)
def test_a_count_reads_the_touches_in_its_window(window: Any, long_history: Occasion) -> None:
    """Whatever lies outside the window, however much, is not read."""
    assert 0 < touches_read(Count(SELECTOR, window, threshold=3, almanac=ALMANAC), long_history) <= RECENT


def test_the_last_touch_is_sought_from_the_end(long_history: Occasion) -> None:
    """The newest touch that matches ends the search."""
    term = TimeAfter(TouchTime(Which.LAST, SELECTOR), duration("7 days"), ALMANAC)
    assert touches_read(term, long_history) == 1


def test_the_first_touch_is_sought_from_the_beginning(long_history: Occasion) -> None:
    """The oldest touch that matches ends the search."""
    term = TimeAfter(TouchTime(Which.FIRST, SELECTOR), duration("7 days"), ALMANAC)
    assert touches_read(term, long_history) == 1


def test_the_search_for_a_time_reads_what_can_still_matter(long_history: Occasion) -> None:
    """When a count can change is found from the touches of its window, not from all there ever were."""
    leaf = AtLeast(Count(SELECTOR, Rolling(duration("7 days")), threshold=3, almanac=ALMANAC), 3)
    Counted.read = 0
    assert list(boundaries(leaf, long_history, NOW, Instant(NOW + 30 * DAY)))
    assert Counted.read <= 4 * RECENT


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
    profile = policy._plans.profiles.of(act)
    assert [rule.rule.id for rule in profile.rules] == ["a.b"]
    assert len(profile._places) == 2  # the channel and the time since the interview
    assert len(policy._plans.profiles.of(replace(act, channel="phone")).rules) == 1_000
