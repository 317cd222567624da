"""Which touches a selector means, and among which rows they are counted."""

from __future__ import annotations

from enum import IntEnum
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.clocks import Clock
from courtesy.bulk.touch_tests import SameField, Stated, certain, days_by_contact, days_of_case, matches
from courtesy.facts.clock import clock_of, day_number
from courtesy.model.almanac import Almanac
from courtesy.model.predicate import Recipients
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import Selector

FOR_PERSON = (sql.column("person"),)
MOST = 128
"""So many partitions a selector may take; each sums up all rows."""


class Partition(NamedTuple):
    """Rows that are counted together: `by` are the columns that they have in common, `hits` which of them count.

    `once` are the rows that stand for touches, one for each; no other rows count.
    `hits` is true where a row counts for certain, unknown where it may.
    It is never unknown where that is `certain`.
    `asked` is where this partition is one that answers for a row; elsewhere it counts nothing. What is counted
    `twice` is in two others, from whose counts it is taken off.
    """

    by: tuple[Sql, ...]
    once: Sql
    hits: Sql
    asked: Sql
    certain: bool
    twice: bool

    @property
    def sure(self) -> Sql:
        """Which rows count for certain."""
        return self.hits if self.certain else sql.surely(self.hits)

    @property
    def may(self) -> Sql:
        """Which rows count, or may."""
        return self.hits if self.certain else sql.maybe(self.hits)


class TooMixedError(Exception):
    """A selector tells apart more kinds of touches than are counted. `args[0]` says which."""


class _Among(IntEnum):
    """The rows among which touches are counted, each in fewer than the one before."""

    CASE = 0
    PERSON = 1
    ZONE = 2


_BY = {
    _Among.CASE: (sql.column("case_no"),),
    _Among.PERSON: FOR_PERSON,
    _Among.ZONE: (*FOR_PERSON, sql.column("zone")),
}
_ONCE = {_Among.CASE: sql.column("first"), _Among.PERSON: sql.column("counted"), _Among.ZONE: sql.YES}
"""Which rows stand for a touch: one for its case, one for each contact, or one for each of their zones."""


class _Cell(NamedTuple):
    """Some of the touches that a selector means: no touch is in two cells of it that answer for one row.

    `common` are columns that such a touch has in common with the act, `asked` is where the cell answers, and `clock`
    is that of the contact whom the act is about.
    """

    among: _Among
    hits: Sql
    certain: bool
    clock: Clock
    asked: Sql = sql.YES
    common: tuple[Sql, ...] = ()


def partitions(selector: Selector, scene: Scene) -> Iterator[Partition]:
    """The partitions whose counts together, less those of what is `twice`, are those of a selector.

    Raises TooMixedError.
    """
    groups = [list(cells) for cells in _groups(selector.kinds, scene)]
    chosen = [some for size in range(1, 1 + len(groups)) for some in combinations(groups, size)]
    number = sum(prod(map(len, some)) for some in chosen)
    if number > MOST:
        raise TooMixedError(f"touches that are told apart in {number:,} ways, of which {MOST} can be counted")
    for some in chosen:
        for cells in product(*some):
            yield _partition(cells, scene)


def _partition(cells: Sequence[_Cell], scene: Scene) -> Partition:
    """The touches that are in all of some cells."""
    among = max(cell.among for cell in cells)
    hits = sql.both(_ONCE[among], *(cell.hits for cell in cells))
    common = {one.sql(): one for cell in cells for one in cell.common}
    return Partition(
        (*_BY[among], *common.values()),
        _ONCE[among],
        scene.columns.compute(("hits", hits.sql()), hits),
        sql.both(*(cell.asked for cell in cells)),
        all(cell.certain for cell in cells),
        twice=len(cells) % 2 == 0,
    )


def _groups(kinds: Iterable[Selector], scene: Scene) -> Iterator[Iterator[_Cell]]:
    """The cells of some selectors, any one of which is enough: those that ask alike together."""
    alike: dict[bool, list[Selector]] = {}
    for kind in kinds:
        if kind.same:
            yield _equal(kind, _cells([kind], scene), scene)
        else:
            alike.setdefault(kind.to is Recipients.SAME_CONTACT, []).append(kind)
    for several in alike.values():
        yield _cells(several, scene)


def _cells(kinds: Sequence[Selector], scene: Scene) -> Iterator[_Cell]:
    """The touches that one of the selectors means, all of them of the contact, or all of others as well."""
    known = all(certain(kind, scene) for kind in kinds)
    if kinds[0].to is Recipients.SAME_CONTACT:
        among = _Among.ZONE if any(map(days_by_contact, kinds)) else _Among.PERSON
        yield _Cell(among, sql.either(*(_of_person(kind, scene) for kind in kinds)), known, scene.clock())
        return
    company = any(kind.to is Recipients.SAME_COMPANY for kind in kinds)
    nobody = sql.unknown(scene.recipient) if company else sql.NO
    for clock, its_own in _clocks(kinds, scene):
        met = sql.either(*(_of_company(kind, scene, clock) for kind in kinds))
        yield _Cell(_Among.CASE, met, known, clock, sql.both(its_own, sql.negated(nobody)))
        if company:
            every = sql.either(*(matches(kind, scene, clock) for kind in kinds))
            yield _Cell(_Among.CASE, every, known, clock, sql.both(its_own, nobody))


def _of_person(kind: Selector, scene: Scene) -> Sql:
    found = matches(kind, scene, scene.clock())
    return found if kind.copies else sql.both(found, sql.negated(sql.column("copied")))


def _of_company(kind: Selector, scene: Scene, clock: Clock) -> Sql:
    found = matches(kind, scene, clock)
    if kind.to is Recipients.ANYONE:
        return found
    return sql.both(found, sql.surely(scene.of_touch("everyone_known" if kind.copies else "contacts_known")))


def _clocks(kinds: Sequence[Selector], scene: Scene) -> Iterator[tuple[Clock, Sql]]:
    """The clocks that touches of others are judged by, each with the rows whose own it is: one for all like it."""
    days = sorted({day for kind in kinds for day in days_by_contact(kind)})
    of_cases = any(days_of_case(field, scene) is not sql.NULL for kind in kinds for field in kind.same)
    if not days and not of_cases:
        yield scene.clock(), sql.YES
        return
    alike: dict[object, list[str]] = {}
    for name in sorted(scene.shape.zones):
        clock = clock_of(name)
        numbers = map(day_number, days)
        shown = clock and tuple(tuple(clock.showing(day * DAY, (day + 1) * DAY)) for day in numbers)
        # Cases state any days.
        alike.setdefault(name if of_cases else shown, []).append(name)
    own = sql.column("zone")
    for names in alike.values():
        yield scene.clock(Almanac(zone=names[0])), sql.surely(sql.one_of(own, names))
    yield Clock(scene.columns, scene.almanacs, exp.cast(sql.NULL, "text"), sql.NULL), sql.unknown(own)


def _equal(kind: Selector, cells: Iterable[_Cell], scene: Scene) -> Iterator[_Cell]:
    """A cell for each way in which touches and acts state, or do not state, the fields in which they are equal."""
    fields = [SameField(name, scene) for name in kind.same]
    theirs, ours = product((True, False), repeat=len(fields)), product(*(one.ways for one in fields))
    for cell, known, stated in product(cells, theirs, ours):
        ways = list(zip(fields, known, stated, strict=True))
        if any(not (says and how is Stated.VALUE) and not one.can_lack for one, says, how in ways):
            continue
        hits = [one.states(known=says) for one, says, _ in ways]
        hits += [one.in_day(cell.clock) for one, says, how in ways if says and how is Stated.DAY]
        if not all(says and how is not Stated.NOT for _, says, how in ways):
            hits.append(sql.NULL)
        by_day = any(how is Stated.DAY for _, _, how in ways)
        yield cell._replace(
            among=_Among.ZONE if by_day and cell.among is _Among.PERSON else cell.among,
            hits=sql.both(cell.hits, *hits),
            certain=cell.certain and all(says and how is Stated.VALUE for _, says, how in ways),
            asked=sql.both(cell.asked, *(one.has(how) for one, _, how in ways)),
            common=tuple(one.value for one, says, how in ways if says and how is Stated.VALUE),
        )
