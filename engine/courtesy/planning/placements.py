"""The places that a task can have in a draft, best first."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from courtesy.instants import Instant
from courtesy.model.predicate import AllHistory, Count, Rolling
from courtesy.planning.candidates import DRAFTED, with_copies
from courtesy.planning.preparations import lacking
from courtesy.planning.rulebook import Opening
from courtesy.planning.tasks import preparing_task
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.model.case import Action
    from courtesy.planning.draft import Draft
    from courtesy.planning.own_time import OwnTime
    from courtesy.planning.preparations import Lack
    from courtesy.planning.rulebook import Rank, Rulebook
    from courtesy.planning.tasks import Task

_DEEPEST = 3
"""How many acts may prepare each other."""
_MOST_PREPARATIONS = 200
"""Acts for which one search looks whether another act would prepare them; each look goes over the whole time."""
_SOON = 7 * DAY
"""How far beyond a plan's end what can wait may find a better time."""
_FEW, _MANY, _LOOKED_AT = 1, 8, 16
"""Places kept for one act where the first will do, and where others may be needed; and among how many those are."""


class Placement(NamedTuple):
    """One way to do a task: the draft with the act in it, and with what had to come before. `rank` is its worth."""

    rank: Rank
    at: Instant
    draft: Draft


class PlacementFinder:
    """Finds places for tasks from now to the end of a plan, in the candidate's own time."""

    def __init__(self, rulebook: Rulebook, own: OwnTime, now: Instant, until: Instant) -> None:
        self.rulebook, self.own, self.now, self.until = rulebook, own, now, until
        self._preparations = _MOST_PREPARATIONS

    def assuming_unknowns_hold(self, only: Collection[str] | None = None) -> PlacementFinder:
        """The same, taking what is undetermined for permitted; with `only`, these rules alone matter, and no wishes."""
        own = self.own if only is None else self.own.keeping(only)
        return PlacementFinder(self.rulebook.assuming_unknowns_hold(only), own, self.now, self.until)

    def reaching(self, until: Instant) -> PlacementFinder:
        """The same up to another end."""
        return PlacementFinder(self.rulebook, self.own, self.now, until)

    def openings(self, task: Task, act: Action, draft: Draft, start: Instant, end: Instant) -> Iterator[Opening]:
        """The stretches in which one of a task's acts may be done, in time order."""
        for permitted in self.rulebook.openings(draft.case, act, draft.history, start, end):
            for room in self.own.rooms(draft.case, act, permitted.start, permitted.end):
                if room.suits or not task.can_wait:
                    rank = permitted.rank._replace(nights=int(room.at_night), days_off=int(room.at_rest))
                    yield Opening(rank, room.start, room.end)

    def placements(self, task: Task, draft: Draft, floor: Instant, *, many: bool = False) -> Iterator[Placement]:
        """Ways to do the task, best first: after `floor` if that can be, and in time if that can be.

        With `many` there are others to fall back on, worse or later ones.
        """
        for spans in self._spans(task, floor):
            nights: list[Placement] = []
            for start, end in spans:
                if start >= end:
                    continue
                found = self._within(task, draft, start, end, many=many, preparing=frozenset())
                nights += (one for one in found if one.rank.nights)
                awake = [one for one in found if not one.rank.nights]
                yield from awake
                if awake and not many:
                    return
            yield from nights
            if nights and not many:
                return

    def next_good(self, task: Task, draft: Draft) -> tuple[Action, Opening] | None:
        """The best time soon after the plan's end, the first of equals, for the first of a task's acts that has one."""
        for act in task.acts:
            found = [*self.openings(task, act, draft, self.until, self.rulebook.line.cut(Instant(self.until + _SOON)))]
            if found:
                return act, min(found, key=lambda one: (one.rank.of_time, one.start))
        return None

    def _is_better_later(self, task: Task, draft: Draft, rank: Rank) -> bool:
        """Whether only the end of the plan, which is near, is in the way of a better time."""
        if rank.perfect or self.until - self.now > 2 * _SOON:
            return False
        later = self.next_good(task, draft)
        return later is not None and later[1].rank.of_time < rank.of_time

    def in_time(self, task: Task, draft: Draft) -> bool:
        """Whether the task has a place before its due time, or any place where it has none or is late already."""
        last = None if task.late else task.due
        return any(last is None or placement.at <= last for placement in self.placements(task, draft, self.now))

    def _spans(self, task: Task, floor: Instant) -> list[list[tuple[Instant, Instant]]]:
        """Where to look, in time and then too late, best first; of each the night of a recipient is the last choice."""
        if task.late:
            return [[(self.now, self.until)]]
        first = self.now if task.since is None else max(self.now, task.since)
        floor = max(floor, first)
        if task.due is None:
            return [[(floor, self.until), (first, floor)]]
        end = min(Instant(task.due + 1), self.until)  # done at the very due time it is in time
        in_time = [(floor, end), (first, min(floor, end))]
        return [in_time] if task.binding else [in_time, [(max(end, first), self.until)]]

    def _within(
        self, task: Task, draft: Draft, start: Instant, end: Instant, *, many: bool, preparing: frozenset[Lack]
    ) -> list[Placement]:
        """The placements from `start` to `end`; the search ends with the first perfect one unless `many` are wanted."""
        found: list[Placement] = []
        for act in task.acts:
            if not task.means(act, draft.case, start):
                continue
            for variant in self._variants(act, draft):
                found += self._places(task, variant, draft, start, end, many=many)
                if not many and found and found[-1].rank.perfect:
                    return found[-1:]
        if not found and len(preparing) < _DEEPEST:
            found = self._prepared(task, draft, start, end, preparing)
        if task.optional:
            found = [placement for placement in found if placement.rank.perfect]
        elif found and task.waits and self._is_better_later(task, draft, min(one.rank for one in found)):
            return []
        return sorted(found, key=lambda placement: (placement.rank, placement.at))[: None if many else _FEW]

    def _places(
        self, task: Task, act: Action, draft: Draft, start: Instant, end: Instant, *, many: bool
    ) -> list[Placement]:
        """The best places for one act; one that harms what is placed already is none."""
        harmless = (
            (opening.rank.in_haste if task.late else opening.rank, opening.at)
            for stretch in self.openings(task, act, draft, start, end)
            for opening in _between(stretch, draft)
            if opening.at < end
            and not draft.busy_at(act, opening.at)
            and not draft.harmed_by(self.rulebook, act, opening.at, in_haste=task.late)
        )
        best = sorted(islice(harmless, _LOOKED_AT))[:_MANY] if many else _first_best(harmless)
        return [Placement(rank, at, draft.with_act(act, at, task.reason, rank.of_rules)) for rank, at in best]

    def _variants(self, act: Action, draft: Draft) -> Iterator[Action]:
        yield act
        if (
            act.id == DRAFTED and self.rulebook.asks_for_copies(act) and not act.cc
        ):  # the case's own acts stay as they are
            yield from with_copies(act, draft.case)

    # ---------------------------------------------------------------- what has to come first

    def _prepared(
        self, task: Task, draft: Draft, start: Instant, end: Instant, preparing: frozenset[Lack]
    ) -> list[Placement]:
        """The placements that another act opens up, where all that is in the way is that it has not been done.

        `preparing` is what acts are being prepared for: what prepares for it cannot wait for it too.
        """
        for act in task.acts:
            if self._preparations <= 0:
                break
            self._preparations -= 1
            for lack, at in lacking(self.rulebook, draft, act, start, end):
                if lack in preparing:
                    continue
                within = preparing | {lack}
                first = preparing_task(lack, act, task.due, draft.case, self.rulebook)
                for early in self._early(lack, at):
                    for way in self._within(first, draft, early, end, many=False, preparing=within):
                        after = max(way.at, start)
                        found = self._within(task, way.draft, after, end, many=False, preparing=within)
                        if found:
                            return found
        return []

    def _early(self, lack: Lack, at: Instant) -> list[Instant]:
        """From when on the other act may be done: at once, or not before its time would be over too early."""
        match lack.counted:
            case Count(window=Rolling(length)):
                # Seven eighths of it: a change of clocks may take an hour. The last resort is just before the act.
                room = length.nominal_microseconds * 7 // 8
                return [max(self.now, Instant(at - room)), max(self.now, at)]
            case Count(window=AllHistory(), since=None):
                return [self.now]
            case _:
                return [self.now, max(self.now, at)]


def _between(stretch: Opening, draft: Draft) -> Iterator[Opening]:
    """The stretch, and its rest after each act that is placed in it: what harms that act before it does not after."""
    yield stretch
    for one in draft.placed:
        if stretch.start <= one.at < stretch.end - 1:
            yield stretch._replace(start=Instant(one.at + 1))


def _first_best(places: Iterator[tuple[Rank, Instant]]) -> list[tuple[Rank, Instant]]:
    """The best place, the earliest of equals; the search ends with a perfect one."""
    best: tuple[Rank, Instant] | None = None
    for rank, at in places:
        if best is None or rank < best[0]:
            best = rank, at
        if best[0].perfect:
            break
    return [] if best is None else [best]
