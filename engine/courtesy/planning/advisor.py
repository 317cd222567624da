"""The nearest permitted changes of an act that is refused or warned about, each checked like the act itself."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.explanation.changes import advice
from courtesy.instants import Instant, instant, moment
from courtesy.judging.occasions import clock_for, occasions_of, own_zone
from courtesy.model.outcome import Outcome
from courtesy.model.verdict import Alternative, Change
from courtesy.planning.bystanders import Bystanders
from courtesy.planning.changes import changed_acts, copied_acts, most_words, unwelcome_copies
from courtesy.planning.course import Course, kind_of
from courtesy.values import DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.judging.plans import PlanJudge
    from courtesy.judging.turns import Turn, Turns
    from courtesy.model.case import Action, Case, History
    from courtesy.model.verdict import PlanVerdict
    from courtesy.planning.changes import Changed
    from courtesy.planning.course import Stretch
    from courtesy.planning.rulebook import Rulebook

MOST_SHOWN = 3
_MOST_CHANGED = 3
"""Things changed at once, time aside: more would be another act."""
_BETTER_WITHIN = 60 * DAY
"""How far beyond the earliest time that is not refused a better one is looked for."""
_WEIGHTS = {"at": 1, "drop_cc": 1, "add_cc": 1, "at_most_words": 1, "channel": 3, "purpose": 4}


class Size(NamedTuple):
    """How much a change changes, the least first."""

    weight: int  # what changes: when, and to whom it is copied, matters less than what it is
    things: int  # how many things
    still_broken: int  # the advice that it does not keep
    delay: int  # how much later it is
    place: int  # the policy's order of channels, the case's of contacts


class _Proposal(NamedTuple):
    """A changed act at the beginning of a stretch in which it is permitted."""

    size: Size
    change: Change
    action: Action
    found: Stretch
    course: Course


class Advisor:
    """Finds permitted changes by one policy. Safe to share between threads."""

    def __init__(self, plans: PlanJudge, rulebook: Rulebook) -> None:
        self._plans, self._rulebook = plans, rulebook

    def with_alternatives(self, verdict: PlanVerdict, case: Case, turns: Turns, now: datetime) -> PlanVerdict:
        """The verdict with the alternatives of each of its actions."""
        advice = _Consultation(self._plans, self._rulebook.begun_at(instant(now)), case, turns, now)
        actions = tuple(replace(turn.verdict, alternatives=advice.alternatives(turn)) for turn in turns.turns)
        return replace(verdict, actions=actions)


class _Consultation:
    """The question for one plan. What is found for one act serves all that are of its kind, by the same history."""

    def __init__(self, plans: PlanJudge, rulebook: Rulebook, case: Case, turns: Turns, now: datetime) -> None:
        self._plans, self._rulebook, self._case, self._now = plans, rulebook, case, now
        self._bystanders = Bystanders(plans, case, turns)
        self._own = rulebook.own_time(own_zone(case) or now.tzinfo or UTC)
        self._courses: dict[tuple[object, ...], Course] = {}
        self._changed: dict[tuple[object, ...], tuple[Changed, ...]] = {}

    def alternatives(self, turn: Turn) -> tuple[Alternative, ...]:
        """Up to three permitted changes of an act at its turn, the nearest first; none where it needs none."""
        if turn.timing.touch is not None or not (turn.verdict.outcome.refused or turn.verdict.outcome is Outcome.WARN):
            return ()  # what is done cannot be changed
        proposed: list[_Proposal] = []
        shown: list[_Proposal] = []
        uncopied: list[Changed] = []
        for count in range(_MOST_CHANGED + 1):
            copied = [copy for changed in uncopied for copy in copied_acts(self._rulebook, self._case, changed)]
            uncopied = []
            for changed in (*self._with_changes(turn, count), *copied):
                course = self._course(changed.action, turn.history)
                found = tuple(self._times(course, turn.timing.instant))
                proposed.extend(self._proposals(turn, changed, course, found))
                if changed.change.add_cc is None and self._lacks_copies(changed.action, course, found, turn):
                    uncopied.append(changed)
            proposed.sort(key=lambda one: one.size)
            shown = self._chosen(proposed)
            if len(shown) == MOST_SHOWN and shown[-1].size.weight <= count:
                break  # all that is left changes more things, each of which weighs something
        return tuple(self._alternative(one) for one in shown)

    # ---------------------------------------------------------------- when a changed act is permitted

    def _with_changes(self, turn: Turn, count: int) -> tuple[Changed, ...]:
        """The act with so many things changed; acts of one kind share what is made of them, but for id and time."""
        most, unwelcome = most_words(turn.verdict), unwelcome_copies(turn.action, turn.verdict)
        key = (*self._kind_of(turn.action), most, unwelcome, count)
        if key not in self._changed:
            self._changed[key] = tuple(changed_acts(self._rulebook, turn.action, most, unwelcome, count))
        return self._changed[key]

    def _kind_of(self, action: Action) -> tuple[object, ...]:
        return (*kind_of(action), action.id if self._rulebook.names_actions else "")

    def _course(self, action: Action, history: History | None) -> Course:
        key = (*self._kind_of(action), id(history))  # a course holds its history, so that no other can have its id
        if key not in self._courses:
            self._courses[key] = Course(self._rulebook, self._case, action, history)
        return self._courses[key]

    def _times(self, course: Course, start: Instant) -> Iterator[Stretch]:
        """The first time from `start` on that is permitted, and the first at which nothing speaks against the act."""
        found: Stretch | None = course.at(start)
        if found is not None and found.outcome is Outcome.DENY:
            found = course.earliest(start)
        if found is not None and found.outcome is Outcome.UNDETERMINED:
            found = course.better(found, Instant(found.start + _BETTER_WITHIN), {Outcome.WARN, Outcome.ALLOW})
        if found is None or found.outcome is Outcome.DENY:
            return
        yield found
        if found.outcome is Outcome.WARN:
            better = course.better(found, Instant(found.start + _BETTER_WITHIN), {Outcome.ALLOW})
            if better is not None:
                yield better

    def _awake(self, action: Action, course: Course, found: Stretch) -> Stretch | None:
        """The first time from then on that comes to no worse and is nobody's night; None where none is in own hours.

        Where it is always a recipient's night, own hours will do. A time that the candidate proposed is theirs.
        """
        until, one = Instant(found.start + _BETTER_WITHIN), found
        at_night: Stretch | None = None
        while one.start < until:
            if one.outcome in {found.outcome, Outcome.ALLOW}:
                for room in self._own.rooms(self._case, action, one.start, min(one.end, until)):
                    if not room.at_night:
                        return one._replace(start=room.start)
                    at_night = at_night or one._replace(start=room.start)
            if not course.holds(one.end):
                break
            one = course.at(one.end)
        return at_night

    def _lacks_copies(self, action: Action, course: Course, found: tuple[Stretch, ...], turn: Turn) -> bool:
        """Whether a copy to somebody could make an act permitted, or better, at any of the times that matter."""
        if not self._rulebook.asks_for_copies(action):
            return False
        broken = [course.at(turn.timing.instant).rules, *(one.rules for one in found)]
        return not found or any(self._rulebook.is_of_copies(rule) for rules in broken for rule in rules)

    def _proposals(
        self, turn: Turn, changed: Changed, course: Course, found: tuple[Stretch, ...]
    ) -> Iterator[_Proposal]:
        """The changed act at the times nearest to its own at which it is permitted, and better than it was."""
        planned = turn.timing.instant
        awake = (one if one.start == planned else self._awake(changed.action, course, one) for one in found)
        for one in awake:
            if one is None or (turn.verdict.outcome is Outcome.WARN and one.outcome is not Outcome.ALLOW):
                continue
            occasions = occasions_of(self._case, changed.action, None, one.start)
            at = moment(one.start, clock_for(occasions, self._now))
            change = changed.change if one.start == planned else replace(changed.change, at=at)
            things = _things(change)
            if things:
                weight = sum(_WEIGHTS[name] for name in things)
                size = Size(weight, len(things), len(one.rules), one.start - turn.timing.instant, changed.place)
                action = replace(changed.action, id=turn.action.id, at=at)
                yield _Proposal(size, change, action, one, course)

    # ---------------------------------------------------------------- which of them are shown

    def _chosen(self, proposed: list[_Proposal]) -> list[_Proposal]:
        """The first few that change nothing in vain, and withstand a check of the plan with them in it."""
        shown: list[_Proposal] = []
        for one in proposed:
            if any(_in_vain(one, other) for other in shown):
                continue
            if self._bystanders.withstand(one.action, one.found.start, one.found.outcome):
                shown.append(one)
                if len(shown) == MOST_SHOWN:
                    break
        return shown

    def _alternative(self, one: _Proposal) -> Alternative:
        vocabulary = self._rulebook.line.nearest(one.found.start).policy.vocabulary
        later = one.change.at is not None and self._lasts(one)
        return Alternative(
            change=one.change,
            # A text cut to its length is not what anybody would send.
            action=one.action if one.change.at_most_words is None else one.action.with_(message=None),
            outcome=one.found.outcome,
            still=one.found.rules,
            description=advice(one.action, one.change, self._case, vocabulary, or_later=later),
        )

    def _lasts(self, one: _Proposal) -> bool:
        """Whether the act comes to the same an hour, a day and a week later: then `or later` holds as people plan."""
        times = [Instant(one.found.start + later) for later in (HOUR, DAY, 7 * DAY)]
        holds = self._rulebook.line.holds
        return all(holds(at) and one.course.at(at).outcome is one.found.outcome for at in times)


def _things(change: Change) -> tuple[str, ...]:
    """The names of what changes."""
    return tuple(name for name in _WEIGHTS if getattr(change, name) is not None)


def _in_vain(one: _Proposal, shown: _Proposal) -> bool:
    """Whether a proposal changes all that one shown already does, and more, or is later, for nothing."""
    for name in _things(shown.change):
        ours, theirs = getattr(one.change, name), getattr(shown.change, name)
        if ours is None or (name != "at" and ours != theirs) or (name == "at" and ours < theirs):
            return False
    return len(one.found.rules) >= len(shown.found.rules)
