"""Which touches a selector means: a truth value for each row, and among which rows it is asked."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk import sql
from courtesy.facts.clock import day_number
from courtesy.model.almanac import Almanac
from courtesy.model.declaration import own_key
from courtesy.model.predicate import Direction, Recipients

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.model.predicate import FieldTest, Selector

_OUTBOUND = sql.equal(sql.column("direction"), sql.constant(Direction.OUTBOUND.value))
FOR_PERSON = (sql.column("case_id"), sql.column("contact"))
FOR_CASE = (sql.column("case_id"),)
_FOR_ZONE = (*FOR_PERSON, sql.column("zone"))
_ALWAYS_KNOWN = frozenset({"channel", "outcome", "event", "tags"})
_ONCE = {FOR_PERSON: sql.column("counted"), FOR_CASE: sql.column("first"), _FOR_ZONE: sql.YES}
"""Which rows stand for a touch: one for its case, one for each contact, or one for each of their zones."""


class Partition(NamedTuple):
    """Rows that are counted together: `by` are the columns that they have in common, `hits` which of them count.

    `hits` is true where a row counts for certain, unknown where it may.
    It is never unknown where that is `certain`.
    `asked` is where this partition is the one that answers for a row; elsewhere it counts nothing.
    """

    by: tuple[Sql, ...]
    hits: Sql
    asked: Sql
    certain: bool = False

    @property
    def sure(self) -> Sql:
        """Which rows count for certain."""
        return self.hits if self.certain else sql.surely(self.hits)

    @property
    def may(self) -> Sql:
        """Which rows count, or may."""
        return self.hits if self.certain else sql.maybe(self.hits)


class TooMixedError(Exception):
    """A selector joins others that tables cannot count together. `args[0]` says which."""


def partitions(selector: Selector, scene: Scene) -> Iterator[Partition]:
    """The partitions whose counts together are those of a selector: no touch is in two that answer for one row.

    Raises TooMixedError.
    """
    kinds = selector.kinds
    if any(kind.same for kind in kinds):
        if len(kinds) > 1:
            raise TooMixedError("`same` in one of several selectors")
        yield from _of_the_same(kinds[0], scene)
        return
    of_case = [kind for kind in kinds if kind.to is not Recipients.SAME_CONTACT]
    of_person = [kind for kind in kinds if kind.to is Recipients.SAME_CONTACT]
    if any(map(_reads_clock, of_case)):
        raise TooMixedError("touches of others by a day on the clock of the contact")
    if of_case and of_person and not _certain(of_case, scene):
        raise TooMixedError("touches of one contact together with those of others whose fields may be unknown")
    elsewhere = sql.NO
    if of_case:
        company = [kind.to is Recipients.SAME_COMPANY for kind in of_case]
        nobody = sql.unknown(scene.recipient) if any(company) else sql.NO
        met = sql.either(*(_of_company(kind, scene) for kind in of_case))
        certain = _certain(of_case, scene)
        yield _partition(FOR_CASE, met, scene, asked=sql.negated(nobody), certain=certain)
        if any(company):
            matches = sql.either(*(_matches(kind, scene) for kind in of_case))
            yield _partition(FOR_CASE, matches, scene, asked=nobody, certain=certain)
        elsewhere = met
    if of_person:
        found = sql.both(sql.either(*(_of_person(kind, scene) for kind in of_person)), sql.negated(elsewhere))
        by = _FOR_ZONE if any(map(_reads_clock, of_person)) else FOR_PERSON
        yield _partition(by, found, scene, certain=_certain(of_person, scene))


def _partition(by: tuple[Sql, ...], matches: Sql, scene: Scene, asked: Sql = sql.YES, *, certain: bool) -> Partition:
    hits = sql.both(_ONCE[by], matches)
    return Partition(by, scene.columns.compute(("hits", hits.sql()), hits), asked, certain)


def _of_person(kind: Selector, scene: Scene) -> Sql:
    matches = _matches(kind, scene)
    return matches if kind.copies else sql.both(matches, sql.negated(sql.column("copied")))


def _of_company(kind: Selector, scene: Scene) -> Sql:
    matches = _matches(kind, scene)
    if kind.to is Recipients.ANYONE:
        return matches
    return sql.both(matches, sql.surely(scene.of_touch("everyone_known" if kind.copies else "contacts_known")))


def _reads_clock(kind: Selector) -> bool:
    """Whether it compares times with days on the clock of the contact."""
    return any(test.zone is None and any(isinstance(one, date) for one in test.allowed) for test in kind.tests)


def _certain(kinds: list[Selector], scene: Scene) -> bool:
    """Whether it is known of every touch if one of the selectors means it."""
    return all(test.field in _ALWAYS_KNOWN | scene.shape.whole for kind in kinds for test in kind.tests)


def _of_the_same(kind: Selector, scene: Scene) -> Iterator[Partition]:
    """A partition for each way in which touches and acts state, or do not state, the fields in which they are equal."""
    company = kind.to is Recipients.SAME_COMPANY
    if kind.to is Recipients.SAME_CONTACT:
        yield from _of_equal(kind, FOR_PERSON, sql.both(sql.column("counted"), _of_person(kind, scene)), scene)
        return
    nobody = sql.unknown(scene.recipient) if company else sql.NO
    met = sql.both(sql.column("first"), _of_company(kind, scene))
    yield from _of_equal(kind, FOR_CASE, met, scene, asked=sql.negated(nobody))
    if company:
        yield from _of_equal(kind, FOR_CASE, sql.both(sql.column("first"), _matches(kind, scene)), scene, asked=nobody)


def _of_equal(kind: Selector, by: tuple[Sql, ...], met: Sql, scene: Scene, asked: Sql = sql.YES) -> Iterator[Partition]:
    fields = [_Same(name, scene) for name in kind.same]
    for theirs, ours in product(product((True, False), repeat=len(fields)), repeat=2):
        pairs = list(zip(fields, theirs, ours, strict=True))
        if any(not (known and also) and not one.can_lack for one, known, also in pairs):
            continue
        stated = sql.both(met, *(one.states(known=known) for one, known, _ in pairs))
        hits = stated if all(theirs) and all(ours) else sql.both(stated, sql.NULL)
        common = tuple(one.value for one, known, also in pairs if known and also)
        answers = sql.both(asked, *(one.has(known=also) for one, _, also in pairs))
        yield Partition((*by, *common), scene.columns.compute(("hits", hits.sql()), hits), answers)


class _Same:
    """A field in which touches must equal the act."""

    def __init__(self, field: str, scene: Scene) -> None:
        self.can_lack = field not in {"channel", "tags"}
        self._theirs = sql.column(field)
        self.value = self._theirs
        self._ours = self._theirs
        self._purpose = field == "purpose"
        if own_key(field) is not None:
            # An act without the attribute has that of its case.
            self._ours = scene.columns.compute(("own", field), scene.stated(field))
            self.value = self._ours

    def states(self, *, known: bool) -> Sql:
        """Whether a touch states it; an event that came in states no purpose, and never equals an act in it."""
        if known:
            return sql.known(self._theirs)
        return sql.both(sql.unknown(self._theirs), _OUTBOUND) if self._purpose else sql.unknown(self._theirs)

    def has(self, *, known: bool) -> Sql:
        """Whether the act does."""
        return sql.known(self._ours) if known else sql.unknown(self._ours)


def _matches(kind: Selector, scene: Scene) -> Sql:
    """Whether a touch passes all tests of a selector."""
    tests = [] if kind.direction is None else [sql.equal(sql.column("direction"), sql.constant(kind.direction.value))]
    tests += [_passes(test, scene, copies=kind.copies) for test in kind.tests]
    return sql.both(*tests)


def _passes(test: FieldTest, scene: Scene, *, copies: bool) -> Sql:
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
                (sql.both(sql.unknown(sql.column(field)), sql.negated(_OUTBOUND)), sql.NO), otherwise=listed
            )
        case "tags":
            found = sql.overlap(sql.column(field), sql.texts(map(str, allowed)))
        case "roles":
            whose = "everyone" if copies else "contacts"
            listed = sql.overlap(scene.of_touch(f"{whose}_roles"), sql.texts(map(str, allowed)))
            unknown = sql.surely(scene.of_touch(f"{whose}_unknown"))
            found = sql.when((sql.surely(listed), sql.YES), (unknown, sql.NULL), otherwise=sql.NO)
        case _:
            found = _attribute(test, scene)
    return sql.negated(found) if test.negated else found


def _attribute(test: FieldTest, scene: Scene) -> Sql:
    value = sql.column(test.field)
    days = sorted(day for day in test.allowed if isinstance(day, date))
    listed = sql.one_of(value, _plain(test.allowed))
    if not days:
        return listed
    day = scene.clock(None if test.zone is None else Almanac(zone=test.zone)).day(value)
    return sql.either(listed, sql.one_of(day, map(day_number, days)))


def _plain(values: Iterable[bool | int | float | str | date]) -> list[bool | int | float | str]:
    return [one for one in values if not isinstance(one, date)]
