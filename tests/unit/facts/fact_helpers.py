"""Cases in few words, for the tests of facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.facts.sheet import Deriver
from courtesy.instants import Instant, gap_readings, instant, moment, parse_timestamp, readings
from courtesy.model.almanac import Almanac, WorkCalendar
from courtesy.model.case import Action, Case, Contact, History, Touch
from courtesy.model.fact_declarations import FACTS
from courtesy.model.facts import Occasion
from courtesy.model.predicate import Direction, Fact, FieldTest
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.values import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.facts import Measurement
    from courtesy.model.predicate import Term
    from courtesy.values import Value

NOT_VOID = FieldTest("outcome", VOID_OUTCOMES, negated=True)
NEW_YORK = "America/New_York"
ALMANAC = Almanac(calendar=WorkCalendar("US"))


def resolve(local: datetime, zone: ZoneInfo, *, fold: int = 0) -> Instant:
    """The instant of a local reading by plain search: what the engine's clock is held against."""
    if found := readings(local, zone):
        return instant(found[min(fold, len(found) - 1)])
    after, before = (instant(reading) for reading in gap_readings(local, zone))
    offset = moment(after, zone).utcoffset()
    minutes = range(before, after + 1, 60_000_000)  # clocks are changed at whole minutes
    return Instant(next(at for at in minutes if moment(Instant(at), zone).utcoffset() == offset))


def at(text: str, zone: str = NEW_YORK) -> Instant:
    """The instant that a text names, by the clock of `zone` where it has no offset."""
    read = parse_timestamp(text)
    assert isinstance(read, datetime), text
    return resolve(read, ZoneInfo(zone)) if read.tzinfo is None else instant(read)


def when(text: str, zone: str = NEW_YORK) -> datetime | date:
    """The aware datetime, or the bare date, that a text names."""
    read = parse_timestamp(text)
    assert read is not None, text
    return read.replace(tzinfo=ZoneInfo(zone)) if isinstance(read, datetime) and read.tzinfo is None else read


def touch(text: str, zone: str = NEW_YORK, **fields: object) -> Touch:
    """A delivered e-mail to `anna`, unless said otherwise."""
    moment = when(text, zone)
    assert isinstance(moment, datetime)
    who = "from_" if fields.get("direction") is Direction.INBOUND else "to"
    return Touch(**{"at": moment, "channel": "email", who: ("anna",), "purpose": "follow_up", **fields})  # type: ignore[arg-type]  # fields of tests


def duration(text: str) -> Duration:
    """The duration that a text writes."""
    read = Duration.parse(text)
    assert read is not None, text
    return read


def occasion(
    now: Instant,
    *,
    zones: tuple[str, ...] = (NEW_YORK,),
    history: tuple[Touch, ...] | None = (),
    facts: Mapping[str, Value | datetime | date] | None = None,
    contacts: tuple[Contact, ...] = (),
    addressed: bool = True,
    case_zone: str | None = None,
    **action: object,
) -> Occasion:
    """An e-mail to `anna`, an interviewer; `addressed` false addresses nobody."""
    anna = Contact(id="anna", roles=frozenset({"interviewer"}), zones=zones)
    everyone = {contact.id: contact for contact in (anna, *contacts)}
    known = None if history is None else History.of(history)
    case = Case(contacts=everyone, facts=facts or {}, history=known, zone=case_zone)
    fields = {"id": "act", "channel": "email", "purpose": "follow_up", "to": ("anna",) if addressed else (), **action}
    return Occasion(case, Action(**fields), everyone["anna"] if addressed else None, known, now)  # type: ignore[arg-type]  # fields of tests


def fact(name: str, almanac: Almanac = ALMANAC) -> Fact:
    """A built-in fact as rules read it."""
    return Fact.declared(FACTS[name], almanac)


def value(term: Term, of: Occasion) -> Value | None:
    """The value of one term."""
    return Deriver((term,)).derive(of).value_of(term)


def measurement(term: Term, of: Occasion) -> Measurement:
    """How one term was measured."""
    return Deriver((term,)).derive(of).measure(term)
