"""Whether a touch passes the tests of a selector: a truth value for each row."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from courtesy.bulk import sql
from courtesy.facts.clock import day_number
from courtesy.model.almanac import Almanac
from courtesy.model.declaration import own_key
from courtesy.model.predicate import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.bulk.clocks import Clock
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import FieldTest, Selector

OUTBOUND = sql.equal(sql.column("direction"), sql.constant(Direction.OUTBOUND.value))
_ALWAYS_KNOWN = frozenset({"channel", "outcome", "event", "tags"})


def matches(kind: Selector, scene: Scene, clock: Clock) -> Sql:
    """Whether a touch passes all tests of a selector; `clock` is that of the contact whom the act is about."""
    tests = [] if kind.direction is None else [sql.equal(sql.column("direction"), sql.constant(kind.direction.value))]
    tests += [_passes(test, scene, clock, copies=kind.copies) for test in kind.tests]
    return sql.both(*tests)


def days_by_contact(kind: Selector) -> tuple[date, ...]:
    """The days on the clock of the contact with which a selector compares times."""
    days = {one for test in kind.tests if test.zone is None for one in test.allowed if isinstance(one, date)}
    return tuple(sorted(days))


def certain(kind: Selector, scene: Scene) -> bool:
    """Whether it is known of every touch if a selector means it."""
    # The clock of a contact may be unknown.
    known = _ALWAYS_KNOWN | scene.shape.whole
    return not days_by_contact(kind) and all(test.field in known for test in kind.tests)


def _passes(test: FieldTest, scene: Scene, clock: Clock, *, copies: bool) -> Sql:
    field, allowed = test.field, test.allowed
    match field:
        case "channel" | "outcome":
            found = sql.one_of(sql.column(field), _plain(allowed))
        case "event":
            found = sql.surely(sql.one_of(sql.column(field), _plain(allowed)))
        case "purpose":
            # What comes in has no purpose.
            listed = sql.one_of(sql.column(field), _plain(allowed))
            found = sql.when(
                (sql.both(sql.unknown(sql.column(field)), sql.negated(OUTBOUND)), sql.NO), otherwise=listed
            )
        case "tags":
            found = sql.has_any(sql.column(field), map(str, allowed))
        case "roles":
            whose = "everyone" if copies else "contacts"
            listed = sql.has_any(scene.of_touch(f"{whose}_roles"), map(str, allowed))
            unknown = sql.surely(scene.of_touch(f"{whose}_unknown"))
            found = sql.when((sql.surely(listed), sql.YES), (unknown, sql.NULL), otherwise=sql.NO)
        case _:
            own = clock if test.zone is None else scene.clock(Almanac(zone=test.zone))
            found = _attribute(test, own)
    return sql.negated(found) if test.negated else found


def _attribute(test: FieldTest, clock: Clock) -> Sql:
    value = sql.column(test.field)
    days = sorted(day for day in test.allowed if isinstance(day, date))
    listed = sql.one_of(value, _plain(test.allowed))
    return sql.either(listed, sql.one_of(clock.day(value), map(day_number, days))) if days else listed


def _plain(values: Iterable[bool | int | float | str | date]) -> list[bool | int | float | str]:
    return [one for one in values if not isinstance(one, date)]


class Stated(Enum):
    """How an act states a field: with a value, with the whole day that its case states, or not at all."""

    VALUE = "value"
    DAY = "day"
    NOT = "not"


class SameField:
    """A field in which touches must equal the act."""

    def __init__(self, field: str, scene: Scene) -> None:
        self.can_lack = field not in _ALWAYS_KNOWN | scene.shape.whole
        self._theirs = sql.column(field)
        if field == "tags":
            self._theirs = scene.columns.compute(
                "set of tags", sql.call("LIST_SORT", sql.call("LIST_DISTINCT", self._theirs))
            )
        self.value = self._theirs
        self._ours = self._theirs
        self._purpose = field == "purpose"
        self._day = days_of_case(field, scene)
        if own_key(field) is not None:
            # An act without the attribute has that of its case.
            self._ours = scene.columns.compute(("own", field), scene.stated(field))
            self.value = self._ours

    @property
    def ways(self) -> tuple[Stated, ...]:
        """The ways in which acts may state it."""
        return tuple(Stated) if self._day is not sql.NULL else (Stated.VALUE, Stated.NOT)

    def states(self, *, known: bool) -> Sql:
        """Whether a touch states it; an event that came in states no purpose, and never equals an act in it."""
        if known:
            return sql.known(self._theirs)
        return sql.both(sql.unknown(self._theirs), OUTBOUND) if self._purpose else sql.unknown(self._theirs)

    def has(self, how: Stated) -> Sql:
        """Whether the act states it so."""
        if how is Stated.VALUE:
            return sql.known(self._ours)
        if self._day is sql.NULL:
            return sql.unknown(self._ours)
        of_day = sql.known(self._day) if how is Stated.DAY else sql.unknown(self._day)
        return sql.both(sql.unknown(self._ours), of_day)

    def in_day(self, clock: Clock) -> Sql:
        """Whether what a touch states lies in the day that its case states; unknown where the clock is."""
        return sql.equal(clock.day(self._theirs), self._day)


def days_of_case(field: str, scene: Scene) -> Sql:
    """The whole day that a case states of a field, `NULL` itself where none ever does."""
    return scene.whole_day(field) if own_key(field) is not None and scene.is_time(field) else sql.NULL
