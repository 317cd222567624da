"""The closed tree that every rule lowers to. Whoever understands rules understands only this.

A `Term` has a value (or is unknown); a `Predicate` has a truth value. Both are hashable, so that equal terms of
different rules are derived once. Every visitor ends in `assert_never`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.model.almanac import Almanac, OpenHours
from courtesy.model.declaration import Changes, Subject
from courtesy.values import Word

if TYPE_CHECKING:
    from courtesy.model.declaration import FactDeclaration
    from courtesy.values import Duration, FactType


# ---------------------------------------------------------------- which touches are meant


class Direction(Word):
    """Who acted."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Recipients(Word):
    """Whose touches are meant: those of the action's recipient, of any contact of the case, or anyone's."""

    SAME_CONTACT = "same_contact"
    SAME_COMPANY = "same_company"
    ANYONE = "anyone"


class FieldTest(Struct, frozen=True, cache_hash=True):
    """One field of a touch is (or, `negated`, is not) one of `allowed`.

    `field` is `channel`, `purpose`, `outcome`, `event`, `tags`, `roles` or `attributes.<name>`. For the sets `tags`
    and `roles` "is one of" means "has at least one of". A date is that whole day in `zone` (an IANA name), in the
    recipient's own where that is None.
    """

    field: str
    allowed: frozenset[bool | int | float | str | date]
    negated: bool = False
    zone: str | None = None


class Selector(Struct, frozen=True, cache_hash=True):
    """Which touches of the history are meant. `direction` None means any.

    `same` names fields (`channel`, `purpose`, `tags`, `attributes.x`) in which the touch must equal the action. With
    `copies` a touch is also one of those who got a copy of it.
    A selector without a test on `outcome` leaves out failed, bounced and cancelled touches (the compiler adds it). What
    one of the `others` means is meant as well.
    """

    tests: tuple[FieldTest, ...] = ()
    direction: Direction | None = Direction.OUTBOUND
    to: Recipients = Recipients.SAME_CONTACT
    same: tuple[str, ...] = ()
    copies: bool = False
    others: tuple[Selector, ...] = ()

    @property
    def kinds(self) -> tuple[Selector, ...]:
        """The selectors any one of which is enough, each with no others."""
        return (replace(self, others=()), *self.others) if self.others else (self,)


# ---------------------------------------------------------------- anchors and windows


class CaseDate(Struct, frozen=True, cache_hash=True):
    """A time that the case states, such as `interview.ended_at`.

    `fallbacks` take its place, the first of them that is known.
    """

    fact: str
    fallbacks: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """All facts that it may be read from, in the order in which they are asked."""
        return (self.fact, *self.fallbacks)


class Which(Word):
    """Which of the matching touches."""

    FIRST = "first"
    LAST = "last"


class TouchTime(Struct, frozen=True, cache_hash=True):
    """The time of the first or last matching touch at or before the act."""

    which: Which
    selector: Selector


Anchor = CaseDate | TouchTime


class Period(Word):
    """Calendar periods."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Rolling(Struct, frozen=True, cache_hash=True):
    """The touches in (at - length, at], with `closed` also one at its very beginning.

    `N dates` are whole local dates, today being the last of them, and so are `N business days`, the last of which is
    today, or the one before it.
    """

    length: Duration
    closed: bool = False


class CalendarPeriod(Struct, frozen=True, cache_hash=True):
    """From the local start of the current day, week, month, quarter or year up to the act."""

    period: Period


class SinceInterview(Struct, frozen=True):
    """From the end of the interview on (inclusive) up to the act."""


class AllHistory(Struct, frozen=True):
    """Everything up to the act."""


Window = Rolling | CalendarPeriod | SinceInterview | AllHistory


# ---------------------------------------------------------------- terms


class Fact(Struct, frozen=True, cache_hash=True):
    """The value of a declared fact. `almanac` is set for the local readings of the act's time, None for all others.

    `changes`, `event` and `of` are those of its declaration.
    """

    name: str
    type: FactType
    almanac: Almanac | None = None
    changes: Changes = Changes.NEVER
    event: str | None = None
    of: Subject = Subject.CASE

    @classmethod
    def declared(cls, of: FactDeclaration, almanac: Almanac | None = None) -> Fact:
        """The fact as it is declared, read by that almanac if it is one of the clock."""
        return cls(of.name, of.type, almanac if of.local else None, of.changes, of.event, of.of)


class Count(Struct, frozen=True, cache_hash=True):
    """How many touches match `selector` in `window` (and at or after `since`, where given).

    Where there is no touch to count `since`, none count, or with `or_ever` all. Where fields of a touch are unknown the
    count lies between two numbers: it is still known if both lie on the same side of `threshold`, the number it is
    compared with.
    """

    selector: Selector
    window: Window
    threshold: int
    almanac: Almanac
    since: Anchor | None = None
    or_ever: bool = False


class Edge(Word):
    """Which end of a whole day is meant."""

    BEGINNING = "beginning"
    END = "end"


class TimeAfter(Struct, frozen=True, cache_hash=True):
    """Microseconds from `anchor + duration` to the act (with `before`, from `anchor - duration`); negative before that.

    A bare date as anchor is its whole local day: `edge` is the one of the last day counted, for durations that count
    days; hours and minutes count from its end (back, from its beginning). Unknown where the anchor is unknown or there
    is no such touch.
    """

    anchor: Anchor
    duration: Duration
    almanac: Almanac
    edge: Edge = Edge.BEGINNING
    before: bool = False


Mark = int | date
"""What times are compared with: an instant (microseconds since 1970-01-01T00:00Z), or a whole local day."""


class TimeAgainst(Struct, frozen=True, cache_hash=True):
    """On which side of a mark the time lies that a fact states: -1 before it, 0 at it, 1 after it.

    A whole day, marked or stated, is compared as a whole: a time in the marked day is at it, and a stated day is
    unknown against an instant within it. Of several `marks` the value is 0 at any of them.
    """

    fact: Fact
    marks: tuple[Mark, ...]
    almanac: Almanac


class WithinHours(Struct, frozen=True, cache_hash=True):
    """Whether the act lies inside any of `open_hours`; with `own`, on the candidate's clock."""

    open_hours: tuple[OpenHours, ...]
    almanac: Almanac
    own: bool = False


Term = Fact | Count | TimeAfter | TimeAgainst | WithinHours


# ---------------------------------------------------------------- predicates


class AtLeast(Struct, frozen=True, cache_hash=True):
    """`term >= bound`; the bound has the term's type (microseconds for times)."""

    term: Term
    bound: int | float


class AtMost(Struct, frozen=True, cache_hash=True):
    """`term <= bound`."""

    term: Term
    bound: int | float


class OneOf(Struct, frozen=True, cache_hash=True):
    """The term equals one of `values`; a set-valued term has at least one of them."""

    term: Term
    values: frozenset[bool | int | float | str]


class IsKnown(Struct, frozen=True, cache_hash=True):
    """The term has a value; true or false, never unknown."""

    term: Term


class All(Struct, frozen=True, cache_hash=True):
    """Every part holds; `All(())` is true."""

    parts: tuple[Predicate, ...]


class Any(Struct, frozen=True, cache_hash=True):
    """At least one part holds; `Any(())` is false."""

    parts: tuple[Predicate, ...]


class Not(Struct, frozen=True, cache_hash=True):
    """The part does not hold."""

    part: Predicate


Leaf = AtLeast | AtMost | OneOf | IsKnown
Predicate = Leaf | All | Any | Not

TRUE = All(())
FALSE = Any(())
