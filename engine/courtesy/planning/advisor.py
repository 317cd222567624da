"""The nearest permitted changes of an act that is refused or warned about, each checked like the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.explanation.changes import advice
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for, occasions_of
from courtesy.judging.search import TimeSearch
from courtesy.judging.timeline import segment_at, segments
from courtesy.judging.unlisted import unlisted_level
from courtesy.judging.windows import meaning
from courtesy.model.policy import Level
from courtesy.model.verdict import Alternative, Change, Outcome
from courtesy.planning.changes import changed_acts
from courtesy.values import DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.judging.plans import PlanJudge
    from courtesy.judging.turns import Turn, Turns
    from courtesy.model.case import Action, Case
    from courtesy.model.facts import Occasion
    from courtesy.model.verdict import PlanVerdict
    from courtesy.planning.changes import Changed
    from courtesy.planning.ground import Ground

MOST_SHOWN = 3
_MOST_CHANGED = 3
"""Things changed at once, time aside: more would be another act."""
_BETTER_WITHIN = 60 * DAY
"""How far beyond the earliest time that is not refused a better one is looked for."""
_WEIGHTS = {"at": 1, "cc": 1, "words": 1, "channel": 3, "purpose": 4}


class Size(NamedTuple):
    """How much a change changes, the least first."""

    weight: int  # what changes: when, and to whom it is copied, matters less than what it is
    things: int  # how many things
    still_broken: int  # the advice that it does not keep
    delay: int  # how much later it is
    place: int  # the policy's order of channels, the case's of contacts


class _Matter(NamedTuple):
    """What is asked about: one turn of a plan."""

    case: Case
    turns: Turns
    turn: Turn
    now: datetime


class _Found(NamedTuple):
    """An act at a time at which it is permitted, with what it still breaks."""

    at: Instant
    outcome: Outcome
    still: tuple[str, ...]


class _Proposal(NamedTuple):
    size: Size
    change: Change
    action: Action
    found: _Found


class Advisor:
    """Finds permitted changes by one policy. Safe to share between threads."""

    def __init__(self, plans: PlanJudge, ground: Ground) -> None:
        self._plans, self._ground = plans, ground

    def with_alternatives(self, verdict: PlanVerdict, case: Case, turns: Turns, now: datetime) -> PlanVerdict:
        """The verdict with the alternatives of each of its actions."""
        actions = tuple(
            replace(turn.verdict, alternatives=self.alternatives(case, turns, turn.action.id, now))
            for turn in turns.turns
        )
        return replace(verdict, actions=actions)

    def alternatives(self, case: Case, turns: Turns, action_id: str, now: datetime) -> tuple[Alternative, ...]:
        """Up to three permitted changes of one action of a plan, the nearest first; none where it needs none."""
        turn = next(turn for turn in turns.turns if turn.action.id == action_id)
        if not (turn.verdict.outcome.refused or turn.verdict.outcome is Outcome.WARN):
            return ()
        matter = _Matter(case, turns, turn, now)
        proposed: list[_Proposal] = []
        shown: list[_Proposal] = []
        for count in range(_MOST_CHANGED + 1):
            for changed in changed_acts(self._ground, case, turn.action, turn.verdict, count):
                proposed.extend(self._proposals(matter, changed))
            proposed.sort(key=lambda one: one.size)
            shown = self._chosen(matter, proposed)
            if len(shown) == MOST_SHOWN and shown[-1].size.weight <= count:
                break  # all that is left changes more things, each of which weighs something
        return tuple(self._alternative(matter, one) for one in shown)

    # ---------------------------------------------------------------- when a changed act is permitted

    def _proposals(self, matter: _Matter, changed: Changed) -> Iterator[_Proposal]:
        """The changed act at the times nearest to its own at which it is permitted, and better than it was."""
        planned = instant(matter.turn.at)
        start = max(planned, instant(matter.now))
        for found in self._times(matter, changed.action, start):
            if matter.turn.verdict.outcome is Outcome.WARN and found.outcome is not Outcome.ALLOW:
                continue
            occasions = occasions_of(matter.case, changed.action, matter.turn.history, found.at)
            at = moment(found.at, clock_for(occasions, matter.now))
            change = changed.change if found.at == planned else replace(changed.change, at=at)
            things = _things(change)
            if things:
                weight = sum(_WEIGHTS[name] for name in things)
                size = Size(weight, len(things), len(found.still), found.at - start, changed.place)
                yield _Proposal(size, change, replace(changed.action, at=at), found)

    def _times(self, matter: _Matter, action: Action, start: Instant) -> Iterator[_Found]:
        """The first time from `start` on that is permitted, and the first at which nothing speaks against the act."""
        unlisted = unlisted_level(self._plans.policy, action)
        occasions = occasions_of(matter.case, action, matter.turn.history, start)
        found: _Found | None = self._at(action, occasions, start)
        if found is not None and found.outcome is Outcome.DENY:
            found = None if unlisted is Level.MUST else self._earliest(action, occasions, start)
        if found is not None and found.outcome is Outcome.UNDETERMINED:
            found = self._first(action, occasions, found.at, {Outcome.WARN, Outcome.ALLOW})
        if found is None or found.outcome is Outcome.DENY:
            return
        yield found
        better = self._first(action, occasions, found.at, {Outcome.ALLOW}) if found.outcome is Outcome.WARN else None
        if better is not None:
            yield better

    def _first(
        self, action: Action, occasions: tuple[Occasion, ...], start: Instant, wanted: set[Outcome]
    ) -> _Found | None:
        """The first time from `start` on, not too far ahead, at which the act comes to one of the outcomes."""
        profile, unlisted = self._ground.binding(action), unlisted_level(self._plans.policy, action)
        for segment in segments(profile, occasions, start, Instant(start + _BETTER_WITHIN)):
            outcome, rules = meaning(segment, profile, unlisted)
            if outcome in wanted:
                return _Found(segment.start, outcome, rules)
        return None

    def _earliest(self, action: Action, occasions: tuple[Occasion, ...], start: Instant) -> _Found | None:
        profile = self._ground.binding(action)
        matches = [profile.match(profile.derive(occasion)) for occasion in occasions]
        at = TimeSearch(profile, occasions, matches, start).of_action()
        return None if at is None else self._at(action, occasions, at)

    def _at(self, action: Action, occasions: tuple[Occasion, ...], at: Instant) -> _Found:
        profile = self._ground.binding(action)
        return _Found(
            at, *meaning(segment_at(profile, occasions, at), profile, unlisted_level(self._plans.policy, action))
        )

    # ---------------------------------------------------------------- which of them are shown

    def _chosen(self, matter: _Matter, proposed: list[_Proposal]) -> list[_Proposal]:
        """The first few that change nothing in vain, and withstand a check of the plan with them in it."""
        shown: list[_Proposal] = []
        for one in proposed:
            if not any(_in_vain(one, other) for other in shown) and self._withstands(matter, one):
                shown.append(one)
                if len(shown) == MOST_SHOWN:
                    break
        return shown

    def _withstands(self, matter: _Matter, one: _Proposal) -> bool:
        """Whether the act so changed comes to what is said of it, and no other act of the plan is refused for it."""
        actions = tuple(one.action if other.id == one.action.id else other for other in matter.case.actions)
        turns = self._plans.turns(matter.case.with_actions(actions), matter.now).turns
        checked = {turn.action.id: turn.verdict.outcome for turn in turns}
        if checked[one.action.id] is not one.found.outcome:
            return False
        before = {turn.action.id: turn.verdict.outcome for turn in matter.turns.turns}
        return not any(outcome.refused and not before[name].refused for name, outcome in checked.items())

    def _alternative(self, matter: _Matter, one: _Proposal) -> Alternative:
        words = self._plans.policy.vocabulary
        later = one.change.at is not None and self._lasts(matter, one)
        return Alternative(
            change=one.change,
            outcome=one.found.outcome,
            still=one.found.still,
            description=advice(one.action, one.change, matter.case, words, or_later=later),
        )

    def _lasts(self, matter: _Matter, one: _Proposal) -> bool:
        """Whether the act comes to the same an hour, a day and a week later: then `or later` holds as people plan."""
        occasions = occasions_of(matter.case, one.action, matter.turn.history, one.found.at)
        times = [Instant(one.found.at + later) for later in (HOUR, DAY, 7 * DAY)]
        return all(self._at(one.action, occasions, at).outcome is one.found.outcome for at in times)


def _things(change: Change) -> tuple[str, ...]:
    """The names of what changes."""
    return tuple(name for name in _WEIGHTS if getattr(change, name) is not None)


def _in_vain(one: _Proposal, shown: _Proposal) -> bool:
    """Whether a proposal changes all that one shown already does, and more, or is later, for nothing."""
    for name in _things(shown.change):
        ours, theirs = getattr(one.change, name), getattr(shown.change, name)
        if ours is None or (name != "at" and ours != theirs) or (name == "at" and ours < theirs):
            return False
    return len(one.found.still) >= len(shown.found.still)
