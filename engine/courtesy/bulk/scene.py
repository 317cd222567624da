"""What a row says of which it is judged: an act toward one contact, or an event that came from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bulk import sql
from courtesy.bulk.clocks import Clock
from courtesy.bulk.columns import Columns, Table
from courtesy.bulk.shifts import Moment
from courtesy.model.declaration import contact_key, own_key
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courtesy.bulk.almanacs import Almanacs
    from courtesy.bulk.shape import Shape
    from courtesy.bulk.sql import Sql
    from courtesy.model.almanac import Almanac
    from courtesy.model.declaration import FactDeclaration

CASES = Table("cases", ("case_no",))
CONTACTS = Table("contacts", ("contact_no",))
TOUCHES = Table("touches", ("touch_no",))
PEOPLE = Table("people", ("touch_no",))
OTHERS = Table("others", ("touch_no", "person"))
ARRIVALS = Table("arrivals", ("person", "event"))
DAY_OF = ".day"
"""What the name of a time's second column ends with: the whole day, as a day number, where no instant is stated."""


class Scene:
    """What the terms of a policy read of a row, each worked out once."""

    def __init__(
        self, columns: Columns, almanacs: Almanacs, facts: Mapping[str, FactDeclaration], shape: Shape
    ) -> None:
        self.columns, self.almanacs, self._facts, self.shape = columns, almanacs, facts, shape
        self.at, self.order = sql.column("at"), sql.column("k")
        self.recipient = sql.column("contact")

    def over(self, columns: Columns) -> Scene:
        """The same of another relation, which has the columns of this one."""
        return Scene(columns, self.almanacs, self._facts, self.shape)

    def clock(self, almanac: Almanac | None = None, *, own: bool = False) -> Clock:
        """The clock of the zone that an almanac names, else the recipient's, or (`own`) the candidate's."""
        if almanac is not None and almanac.zone is not None:
            self.almanacs.zones.add(almanac.zone)
            zone = sql.constant(almanac.zone)
        else:
            zone = self.of_case("candidate_zone") if own else sql.column("zone")
        calendar = sql.NULL if own else sql.column("calendar")
        return Clock(self.columns, self.almanacs, zone, calendar)

    def of_case(self, name: str) -> Sql:
        """A column of the case."""
        return self.columns.look_up(CASES, (sql.column("case_no"),), name)

    def of_contact(self, name: str) -> Sql:
        """A column of the recipient."""
        return self.columns.look_up(CONTACTS, (self.recipient,), name)

    def of_touch(self, name: str) -> Sql:
        """A column about those whom a touch reached: their roles, whether those of any are unknown, whether any is one.

        Each of `contacts` and of `everyone`, copies included.
        """
        return self.columns.look_up(PEOPLE, (sql.column("touch_no"),), name)

    def unread(self) -> Sql:
        """Whether there is a text that has not been measured."""
        found = (self.columns.look_up(TOUCHES, (sql.column("touch_no"),), name) for name in ("subject", "body"))
        return sql.either(*map(sql.known, found))

    def of_others(self, name: str) -> Sql:
        """A column about everyone else who gets the message."""
        return self.columns.look_up(OTHERS, (sql.column("touch_no"), sql.column("person")), name)

    def first_of(self, event: str) -> Sql:
        """When, in the order of rows, the first such event came from the recipient."""
        return self.columns.look_up(ARRIVALS, (sql.column("person"), sql.constant(event)), "k")

    def stated(self, name: str) -> Sql:
        """The value that is stated of a fact, a time as an instant; the act's own attributes come first."""
        if contact_key(name) is not None:
            return self.of_contact(name)
        if own_key(name) is not None:
            return sql.call("COALESCE", sql.column(name), self.of_case(name))
        return self.of_case(name)

    def moment(self, name: str) -> Moment:
        """The time that is stated of a fact."""
        if contact_key(name) is not None:
            return Moment(self.of_contact(name), self._day(name, self.of_contact))
        of_case = Moment(self.of_case(name), self.whole_day(name))
        if own_key(name) is None:
            return of_case
        own = sql.column(name)
        day = of_case.day if of_case.day is sql.NULL else sql.when((sql.unknown(own), of_case.day))
        return Moment(sql.call("COALESCE", own, of_case.at), day)

    def whole_day(self, name: str) -> Sql:
        """The whole day that the case states of a time, `NULL` itself where none ever is."""
        return self._day(name, self.of_case)

    def _day(self, name: str, read: Callable[[str], Sql]) -> Sql:
        """The whole day that is stated of a time, `NULL` itself where none ever is."""
        return sql.NULL if name + DAY_OF in self.shape.empty else read(name + DAY_OF)

    def is_time(self, name: str) -> bool:
        """Whether a fact is a time, so that it may be stated as a whole day."""
        return self._facts[name].type is FactType.TIME
