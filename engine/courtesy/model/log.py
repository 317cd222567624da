"""Touches in time order with what is often looked for beside them: the store behind histories, shared as they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.instants import Instant, instant
from courtesy.model.vocabulary import VOID_OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courtesy.model.case import Touch


class Log:
    """Touches in time order, and where among them what is done, events and people are first or ever found.

    `touches` only ever grow at the end, so that many histories can share one log, each reading its own first few.
    `listed` are the places that the first of them had in the list that they were given in.
    `done` are the ids of those that reached somebody: an act that came back is still to be done.
    `found` keeps what has been worked out about them, by whatever names it: it holds for as long as the log does.
    """

    __slots__ = ("_claims", "done", "events", "found", "instants", "listed", "people", "touches")

    def __init__(self, touches: Iterable[Touch] = (), instants: Iterable[Instant] = ()) -> None:
        """`touches` are in time order, and `instants` are theirs."""
        self.touches: list[Touch] = []
        self.instants: list[Instant] = []
        self.done: dict[str, int] = {}
        self.events: dict[tuple[str, str], int] = {}
        self.people: dict[str | None, list[int]] = {}
        self.listed: tuple[int, ...] = ()
        self.found: dict[object, object] = {}
        self._claims: dict[int, object] = {}
        for touch, at in zip(touches, instants, strict=True):
            self._append(touch, at)

    @classmethod
    def of(cls, touches: Iterable[Touch]) -> Log:
        """The log of these touches, whatever order they come in; ties as they come. It grows by a copy only."""
        # By instant: Python compares two times of one zone by its wall clock, on which an hour can come twice.
        dated = sorted(
            ((instant(touch.at), place, touch) for place, touch in enumerate(touches)), key=lambda one: one[:2]
        )
        log = cls([touch for _, _, touch in dated], [at for at, _, _ in dated])
        log.listed = tuple(place for _, place, _ in dated)
        log._claims[len(dated)] = log  # what a case states stays as it is, however many plans are made upon it
        return log

    def grown(self, length: int, touch: Touch, at: Instant) -> Log:
        """A log of the first `length` touches and this one; `at` is its instant, not before that of any of them."""
        # Who claims a place first may use it; dict.setdefault is atomic, so that no two threads take the same.
        token = object()
        if length < len(self.touches) or self._claims.setdefault(length, token) is not token:
            return Log((*self.touches[:length], touch), (*self.instants[:length], at))
        self._append(touch, at)
        return self

    def places_of(self, person: str | None) -> Sequence[int]:
        """Where the touches are that concern a person, as a recipient, copied, or as their origin.

        None asks for those that address nobody.
        """
        return self.people.get(person, ())

    def _append(self, touch: Touch, at: Instant) -> None:
        place = len(self.touches)
        if touch.id is not None and touch.outcome not in VOID_OUTCOMES:
            self.done.setdefault(touch.id, place)
        if touch.event is not None:
            for person in touch.from_:
                self.events.setdefault((person, touch.event), place)
        for concerned in {*touch.to, *touch.from_, *touch.cc, *(() if touch.contacts else (None,))}:
            self.people.setdefault(concerned, []).append(place)
        self.instants.append(at)
        self.touches.append(touch)
