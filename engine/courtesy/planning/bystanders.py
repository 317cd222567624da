"""The other acts of a plan when one of them is changed: which can come to something else, and whether any is harmed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import UTC
from typing import TYPE_CHECKING

from courtesy.facts.scene import Scene
from courtesy.facts.touch_matching import matcher_of
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import occasions_of
from courtesy.judging.segments import segment_at
from courtesy.judging.turns import done, with_done
from courtesy.judging.windows import meaning
from courtesy.model.bearing import helpful, selectors_of
from courtesy.model.outcome import Outcome
from courtesy.model.predicate import Recipients
from courtesy.model.truth import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from courtesy.judging.plans import PlanJudge
    from courtesy.judging.profile import Profile
    from courtesy.judging.turns import Turn, Turns
    from courtesy.model.case import Action, Case, History, Touch
    from courtesy.model.predicate import Selector


class Bystanders:
    """The acts of a plan at their turns. Only those are judged anew that a change can concern, by the rules they read.

    Every answer is what judging the whole plan again would give.
    """

    def __init__(self, plans: PlanJudge, case: Case, turns: Turns) -> None:
        self._plans, self._case, self._turns, self._last = plans, case, turns.turns, turns.history
        self._listed = {action.id: number for number, action in enumerate(case.actions)}
        self._order = [(turn.timing.instant, self._listed[turn.action.id]) for turn in self._turns]
        self._places = {turn.action.id: place for place, turn in enumerate(self._turns)}
        self._helpful: dict[str, tuple[Selector, ...]] = {}
        for rule in (rule for version in plans.line.members for rule in version.rules):
            self._helpful[rule.rule.id] = (*self._helpful.get(rule.rule.id, ()), *helpful(rule.truth))
        self._readable: dict[tuple[Profile, ...], tuple[Selector, ...]] = {}
        self._open, self._shut = _Index(), _Index()
        for place, turn in enumerate(self._turns):
            if turn.timing.touch is not None:
                continue  # what is done stays as it is
            index = self._open if all(self._needs(turn)) else self._shut
            index.add(place, turn.action, self._selectors(turn.action))

    def withstand(self, action: Action, at: Instant, outcome: Outcome) -> bool:
        """Whether an act, changed to this one, comes to an outcome at a time, and no other act is refused for it.

        The time is not before that of the act as it was.
        """
        place, end = self._places[action.id], len(self._turns)
        old, when = self._turns[place], moment(at, UTC)
        spot = max(place + 1, bisect_left(self._order, (at, self._listed[action.id])))
        watched = set(self._concerned(self._open, done(action, when), spot))
        if not old.counts:  # up to its new place all is as it was
            first, history = spot, self._turns[spot].history if spot < end else self._last
        else:
            first, history, gone = place + 1, old.history, done(old.action, old.timing.at)
            watched |= {*self._concerned(self._open, gone, first), *self._concerned(self._shut, gone, first)}
        for number in range(first, end + 1):
            if number == spot:
                if self._outcome(action, history, at) is not outcome:
                    return False
                history = with_done(history, action, when) if watched else history
            if number == end or (number >= spot and not watched):
                break
            turn = self._turns[number]
            refused = before = turn.verdict.outcome.refused
            at_turn = turn.timing.at
            if number in watched:
                watched.remove(number)
                refused = self._outcome(turn.action, history, instant(at_turn)).refused
                if refused and not before:
                    return False
                if before and not refused and turn.timing.to_come:
                    watched |= set(self._concerned(self._open, done(turn.action, at_turn), number + 1))
            if not refused and turn.timing.to_come:
                history = with_done(history, turn.action, at_turn)
        return True

    def _outcome(self, action: Action, history: History | None, at: Instant) -> Outcome:
        """What an act comes to; refused is `deny`, whether or not a later time is not."""
        part = self._plans.line.nearest(at).part(action)
        return meaning(segment_at(part, occasions_of(self._case, action, history, at), at))[0]

    def _concerned(self, index: _Index, touch: Touch, first: int) -> Iterator[int]:
        """The places from `first` on of acts that may come to something else where there is a touch more, or less."""
        for place in index.near(touch, first):
            action = self._turns[place].action
            scenes = [Scene(occasion) for occasion in occasions_of(self._case, action, None, Instant(0))]
            needs = self._needs(self._turns[place]) if index is self._open else ()
            if all(_matches(touch, selectors, scenes) for selectors in needs or (self._selectors(action),)):
                yield place

    def _needs(self, turn: Turn) -> tuple[tuple[Selector, ...], ...]:
        """For each rule that refuses an act, the touches that could change that; none where it is not refused."""
        return tuple(
            self._helpful.get(finding.rule_id, ())
            for finding in turn.verdict.findings
            if finding.outcome is Outcome.DENY
        )

    def _selectors(self, action: Action) -> tuple[Selector, ...]:
        """The touches that the rules about an act read, those of any version: it may move from one to another."""
        profiles = tuple(version.profiles.of(action) for version in self._plans.line.members)
        if profiles not in self._readable:
            rules = (rule for profile in profiles for rule in profile.rules)
            read = (selector for rule in rules for term in terms(rule.truth) for selector in selectors_of(term))
            self._readable[profiles] = tuple(dict.fromkeys(read))
        return self._readable[profiles]


class _Index:
    """Places of acts, by the people whose touches they read."""

    def __init__(self) -> None:
        self._of: dict[str | None, list[int]] = defaultdict(list)

    def add(self, place: int, action: Action, read: Iterable[Selector]) -> None:
        """Add an act; places come in ascending order. `read` are the touches that the rules about it read."""
        of_all = any(selector.to is not Recipients.SAME_CONTACT for selector in read)
        for person in {None} if of_all or not action.to else {*action.to, *action.cc}:
            self._of[person].append(place)

    def near(self, touch: Touch, first: int) -> Iterator[int]:
        """The places from `first` on of acts that may read a touch; the touches of whoever it concerns, and all's."""
        for person in {None, *touch.to, *touch.cc}:
            places = self._of.get(person, [])
            yield from places[bisect_left(places, first) :]


def _matches(touch: Touch, selectors: Iterable[Selector], scenes: Collection[Scene]) -> bool:
    """Whether a touch is, or may be, one of those that are read."""
    return any(matcher_of(one).judged(touch, scene) is not False for one in selectors for scene in scenes)
